package io.agentgate.transports.route;

import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.era.ArgumentHeaders;
import io.agentgate.gateway.era.ServerEras;
import io.agentgate.gateway.federation.Roster;
import io.agentgate.gateway.link.CallerLinks;
import io.agentgate.gateway.link.Links;
import io.agentgate.transports.upstream.Instances;
import io.agentgate.transports.upstream.UpstreamSettings;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What stands behind a path while its configuration holds. Sessions belong to a route: a server
 * that is configured anew is another one.
 */
public sealed interface Route {
    /** The name calls are recorded under. */
    String server();

    /** How long its answers are waited for. */
    Timeouts timeouts();

    /**
     * Which arguments of its tools the heads of requests mirror, as far as its tools were listed
     * here: where a server reads those heads itself, it is not held against them.
     */
    ArgumentHeaders arguments();

    /** How often a request that was lost may be sent again. */
    default int retries() {
        return 0;
    }

    /** A Streamable HTTP endpoint. */
    final class Direct implements Route {
        private final UpstreamSettings settings;
        private final UpstreamReadings readings;
        private final Instances instances;
        private final int retries;
        private final ServerEras eras = new ServerEras(System::nanoTime);
        private final ArgumentHeaders arguments = new ArgumentHeaders();

        /**
         * @param settings those of all its endpoints but for the URI
         */
        Direct(
                UpstreamSettings settings,
                UpstreamReadings readings,
                Instances instances,
                int retries) {
            this.settings = settings;
            this.readings = readings;
            this.instances = instances;
            this.retries = retries;
        }

        @Override
        public String server() {
            return settings.server();
        }

        @Override
        public Timeouts timeouts() {
            return settings.timeouts();
        }

        @Override
        public ArgumentHeaders arguments() {
            return arguments;
        }

        @Override
        public int retries() {
            return retries;
        }

        /** What has to be read of files to reach it. */
        public UpstreamReadings readings() {
            return readings;
        }

        /** The eras it speaks in, as far as is known. */
        public ServerEras eras() {
            return eras;
        }

        /** Its endpoints, as all loops know them. */
        public Instances instances() {
            return instances;
        }
    }

    /** Several servers, which a client takes for one. */
    final class Federated implements Route {
        /** No server is called so. */
        static final String NAME = "*";

        private final ArgumentHeaders arguments = new ArgumentHeaders();
        private volatile Members members;

        /**
         * The servers that there are at some time.
         *
         * @param routes as the roster names them, in its order
         */
        public record Members(Roster roster, List<Route> routes) {
            public Members {
                routes = List.copyOf(routes);
            }

            /** The names of those servers of others that are among these, and the same. */
            public Set<String> among(List<Route> others) {
                return others.stream()
                        .filter(routes::contains)
                        .map(Route::server)
                        .collect(Collectors.toUnmodifiableSet());
            }
        }

        Federated(Members members) {
            this.members = members;
        }

        @Override
        public String server() {
            return NAME;
        }

        /** Each of its servers has its own. */
        @Override
        public Timeouts timeouts() {
            return Timeouts.USUAL;
        }

        @Override
        public ArgumentHeaders arguments() {
            return arguments;
        }

        /** The servers there are now. Sessions go on as they change. */
        public Members members() {
            return members;
        }

        void become(Members next) {
            members = next;
        }
    }

    /** A server that is spoken with message by message. */
    final class Linked implements Route {
        private final String server;
        private final Links links;
        private final Timeouts timeouts;
        private final ServerEras eras = new ServerEras(System::nanoTime);
        private final CallerLinks callers;
        private final ArgumentHeaders arguments = new ArgumentHeaders();

        Linked(String server, Links links, Timeouts timeouts) {
            this.server = server;
            this.links = links;
            this.timeouts = timeouts;
            this.callers = new CallerLinks(links, System::nanoTime);
        }

        @Override
        public String server() {
            return server;
        }

        @Override
        public Timeouts timeouts() {
            return timeouts;
        }

        public Links links() {
            return links;
        }

        @Override
        public ArgumentHeaders arguments() {
            return arguments;
        }

        /** The links of callers, for requests that belong to no session. */
        public CallerLinks callers() {
            return callers;
        }

        /** The eras it speaks in, as far as is known. */
        public ServerEras eras() {
            return eras;
        }
    }
}
