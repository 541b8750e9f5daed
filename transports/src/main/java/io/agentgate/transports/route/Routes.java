package io.agentgate.transports.route;

import io.agentgate.gateway.credential.SecretException;
import io.agentgate.gateway.federation.FederationSettings;
import io.agentgate.gateway.federation.Roster;
import io.agentgate.gateway.link.Links;
import io.agentgate.transports.upstream.Instance;
import io.agentgate.transports.upstream.Instances;
import io.agentgate.transports.upstream.Reachability;
import io.agentgate.transports.upstream.UpstreamSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a gateway. They change as a whole while requests look at them; what a change leaves
 * as it was stays the same route. Thread safe.
 */
public final class Routes {
    private static final String PREFIX = "/servers/";

    /** What the one server in front was called before servers had names. */
    private static final String DEFAULT = "default";

    private final Vertx vertx;
    private final SseOpener sse;
    private final Consumer<String> news;
    private volatile Table table =
            new Table(Map.of(), Map.of(), new ServersBehind.Front.None("no servers yet"), null);

    /**
     * @param byName in the order in which they are configured
     * @param behindFront what {@code front} leads to; null if that is nothing
     */
    private record Table(
            Map<String, Route> byName,
            Map<Route, ServerSettings> settings,
            ServersBehind.Front front,
            @Nullable Route behindFront) {}

    /** Makes what speaks with a server of HTTP+SSE. */
    public interface SseOpener {
        Links open(UpstreamSettings settings, UpstreamReadings readings);
    }

    /**
     * @param news takes a line for people when a server can be reached no more, or again
     */
    public Routes(Vertx vertx, SseOpener sse, Consumer<String> news) {
        this.vertx = vertx;
        this.sse = sse;
        this.news = news;
    }

    /**
     * Lets other servers stand behind the gateway. Reads files.
     *
     * @return the routes of servers that are no more
     * @throws IOException if a file cannot be used; then all stays as it was
     */
    public synchronized List<Route> serve(ServersBehind behind)
            throws SecretException, IOException {
        Table before = table;
        Map<String, Route> byName = new LinkedHashMap<>();
        Map<Route, ServerSettings> settings = new LinkedHashMap<>();
        for (ServerSettings server : behind.servers()) {
            Route known = before.byName().get(server.name());
            Route route =
                    known != null && server.equals(before.settings().get(known))
                            ? known
                            : open(server);
            byName.put(server.name(), route);
            settings.put(route, server);
        }
        Route front = front(behind.front(), byName, before);
        table = new Table(byName, settings, behind.front(), front);
        return before.byName().values().stream()
                .filter(route -> !settings.containsKey(route))
                .toList();
    }

    private Route open(ServerSettings server) throws SecretException, IOException {
        return switch (server) {
            case ServerSettings.OverHttp http ->
                    new Route.Direct(
                            http.upstream(),
                            UpstreamReadings.open(vertx, http.upstream()),
                            instances(http),
                            http.retries());
            case ServerSettings.OverSse(UpstreamSettings upstream) ->
                    new Route.Linked(
                            upstream.server(),
                            sse.open(upstream, UpstreamReadings.open(vertx, upstream)),
                            upstream.timeouts());
            case ServerSettings.OverLinks linked ->
                    new Route.Linked(linked.name(), linked.links(), linked.timeouts());
        };
    }

    private Instances instances(ServerSettings.OverHttp http) {
        return http.several() == null
                ? Instances.of(
                        Instance.only(
                                http.upstream(),
                                new Reachability(http.name(), news, System::nanoTime)))
                : http.several();
    }

    private static @Nullable Route front(
            ServersBehind.Front front, Map<String, Route> byName, Table before) {
        return switch (front) {
            case ServersBehind.Front.One(String server) -> byName.get(server);
            case ServersBehind.Front.All(FederationSettings together) -> {
                List<Route> members = together.servers().stream().map(byName::get).toList();
                yield before.behindFront() instanceof Route.Federated known
                                && known.members().roster().mayBecome(together)
                        ? changed(known, together, members)
                        : new Route.Federated(
                                new Route.Federated.Members(new Roster(together), members));
            }
            case ServersBehind.Front.None _ -> null;
        };
    }

    private static Route changed(
            Route.Federated known, FederationSettings together, List<Route> members) {
        Route.Federated.Members before = known.members();
        if (!before.routes().equals(members)) {
            Roster next = before.roster().next(together, before.among(members));
            known.become(new Route.Federated.Members(next, members));
        }
        return known;
    }

    /**
     * The route to which a path leads, or null.
     *
     * @param endpoint that of the path
     */
    public @Nullable Route find(Endpoint endpoint, String path) {
        int end = path.length() - endpoint.path().length();
        if (end == 0) {
            return table.behindFront();
        }
        if (!path.startsWith(PREFIX) || end <= PREFIX.length()) {
            return null;
        }
        String name = path.substring(PREFIX.length(), end);
        Route named = table.byName().get(name);
        return named == null && name.equals(DEFAULT) ? table.behindFront() : named;
    }

    /** Why a path leads nowhere; null if there is nothing more to say than that. */
    public @Nullable String reason(Endpoint endpoint, String path) {
        return path.equals(endpoint.path())
                        && table.front() instanceof ServersBehind.Front.None(String why)
                ? why
                : null;
    }

    /** Each that a session may have. */
    public Set<Route> all() {
        Table now = table;
        Set<Route> all = new LinkedHashSet<>(now.byName().values());
        if (now.behindFront() != null) {
            all.add(now.behindFront());
        }
        return all;
    }
}
