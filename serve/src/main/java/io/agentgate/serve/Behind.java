package io.agentgate.serve;

import io.agentgate.cli.composition.KnownServers;
import io.agentgate.cli.config.Program;
import io.agentgate.cli.installation.Installation;
import io.agentgate.cli.serve.Served;
import io.agentgate.cli.serve.ServedServers;
import io.agentgate.cli.status.ServerState;
import io.agentgate.cli.status.ServerTools;
import io.agentgate.gateway.credential.SecretException;
import io.agentgate.gateway.federation.FederationSettings;
import io.agentgate.gateway.link.SharedLinks;
import io.agentgate.gateway.meter.ServerWatch;
import io.agentgate.stdio.Leftovers;
import io.agentgate.stdio.link.ChildLinks;
import io.agentgate.stdio.link.ChildSettings;
import io.agentgate.stdio.link.ChildTimings;
import io.agentgate.stdio.link.ChildrenState;
import io.agentgate.stdio.link.Nursery;
import io.agentgate.transports.route.ServerSettings;
import io.agentgate.transports.route.ServersBehind;
import io.agentgate.transports.upstream.Instances;
import io.agentgate.transports.upstream.UpstreamSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The servers behind the listener, made of what is configured. One whose configuration stays as it
 * is stays the same, so that its sessions go on.
 */
final class Behind implements AutoCloseable {
    private final Nursery nursery;
    private final Consumer<String> say;
    private final Consumer<String> warn;
    private Map<String, Made> made = new LinkedHashMap<>();

    /**
     * @param children the processes of a program; null where it is none
     * @param end ends what belongs to it
     */
    private record Made(
            Served from, ServerSettings settings, @Nullable ChildLinks children, Runnable end) {
        ServerState state(ServerWatch watch) {
            ServerWatch.Seen seen = watch.seen(from.name());
            ChildrenState state = children == null ? null : children.state();
            return new ServerState(
                    from.name(),
                    "/servers/" + from.name() + "/mcp",
                    switch (from) {
                        case Served.Endpoint endpoint -> Serving.reachedBy(endpoint);
                        case Served.Sse sse -> Serving.withoutQuery(sse.stream().uri());
                        case Served.Program program -> program.program().command().getFirst();
                    },
                    seen.protocol(),
                    seen.tools(),
                    seen.calls(),
                    seen.median(),
                    trouble(seen, state),
                    state == null
                            ? null
                            : new ServerState.Children(
                                    state.live(), state.started(), state.startsAgainIn()),
                    endpoints());
        }

        String transport() {
            return switch (from) {
                case Served.Endpoint _ -> "http";
                case Served.Sse _ -> "sse";
                case Served.Program _ -> "stdio";
            };
        }

        private List<ServerState.Endpoint> endpoints() {
            return settings instanceof ServerSettings.OverHttp http && http.several() != null
                    ? http.several().states().stream()
                            .map(
                                    each ->
                                            new ServerState.Endpoint(
                                                    each.url(), each.out(), each.inProgress()))
                            .toList()
                    : List.of();
        }
    }

    /** Of a program that failed, why; unless it has answered since. */
    private static @Nullable String trouble(ServerWatch.Seen seen, @Nullable ChildrenState state) {
        if (state == null || state.failures() == 0) {
            return seen.trouble();
        }
        boolean still = seen.trouble() != null || state.startsAgainIn() != null;
        return still ? state.lastFailure() : null;
    }

    /** Where servers are taken, or refused. */
    interface Taker {
        void take(ServersBehind servers) throws SecretException, IOException;
    }

    /**
     * @param notes where children are noted while they live
     * @param writer a name that no other process has
     * @param say takes what servers write to standard error, and more
     * @param warn takes a line for people when an endpoint goes out, and when it is back
     */
    Behind(Path notes, String writer, Consumer<String> say, Consumer<String> warn) {
        this.nursery = new Nursery(Nursery.MOST_CHILDREN, new Leftovers(notes), writer, say);
        this.say = say;
        this.warn = warn;
    }

    /** The servers to begin with. */
    synchronized ServersBehind begin(ServedServers.Choice choice) {
        made = made(choice);
        return behind(choice, made);
    }

    /**
     * Lets these servers be behind the listener, and ends those that are not any more.
     *
     * @param taker takes them, or throws; then all stays as it was
     */
    synchronized void serve(ServedServers.Choice choice, Taker taker)
            throws SecretException, IOException {
        Map<String, Made> next = made(choice);
        taker.take(behind(choice, next));
        List<Made> gone = new ArrayList<>(made.values());
        gone.removeAll(next.values());
        made = next;
        end(gone);
    }

    /** What is known of each. */
    synchronized List<ServerState> states(ServerWatch watch) {
        return made.values().stream().map(one -> one.state(watch)).toList();
    }

    /** What is known of each, with the tools that it listed. */
    synchronized List<ServerTools> tools(KnownServers known) {
        return made.values().stream()
                .map(one -> known.withTools(one.state(known.watch()), one.transport()))
                .toList();
    }

    private Map<String, Made> made(ServedServers.Choice choice) {
        Map<String, Made> all = new LinkedHashMap<>();
        for (Served server : choice.servers()) {
            Made known = made.get(server.name());
            boolean stays = known != null && isSame(known.from(), server);
            all.put(server.name(), stays ? known : make(server));
        }
        return all;
    }

    private static ServersBehind behind(ServedServers.Choice choice, Map<String, Made> all) {
        return new ServersBehind(all.values().stream().map(Made::settings).toList(), front(choice));
    }

    private static ServersBehind.Front front(ServedServers.Choice choice) {
        String first = choice.front();
        if (first != null) {
            return new ServersBehind.Front.One(first);
        }
        List<String> names = choice.servers().stream().map(Served::name).toList();
        List<String> problems = choice.togetherProblems();
        return problems.isEmpty()
                ? new ServersBehind.Front.All(
                        FederationSettings.of(
                                names, choice.prefix(), "agentgate", Installation.version()))
                : new ServersBehind.Front.None(
                        "the servers cannot be shown as one here, each is at /servers/NAME/mcp: "
                                + String.join("; ", problems));
    }

    /** Secrets are read anew each time; what they are read from says whether it is the same. */
    private static boolean isSame(Served one, Served other) {
        return switch (one) {
            case Served.Program program -> program.equals(other);
            case Served.Endpoint endpoint ->
                    other instanceof Served.Endpoint like && isSame(endpoint, like);
            case Served.Sse(Served.Endpoint stream) ->
                    other instanceof Served.Sse like && isSame(stream, like.stream());
        };
    }

    private static boolean isSame(Served.Endpoint one, Served.Endpoint other) {
        return one.endpoints().equals(other.endpoints())
                && one.headers().equals(other.headers())
                && one.access().credential().equals(other.access().credential())
                && Objects.equals(one.access().tls(), other.access().tls())
                && one.timeouts().equals(other.timeouts());
    }

    private Made make(Served server) {
        return switch (server) {
            case Served.Endpoint endpoint -> new Made(server, overHttp(endpoint), null, () -> {});
            case Served.Sse(Served.Endpoint stream) ->
                    new Made(server, new ServerSettings.OverSse(upstream(stream)), null, () -> {});
            case Served.Program(Program program) -> {
                ChildLinks children =
                        new ChildLinks(
                                settings(program),
                                nursery,
                                System::nanoTime,
                                ThreadLocalRandom.current(),
                                say);
                yield program.shared()
                        ? shared(server, program, children)
                        : new Made(
                                server,
                                new ServerSettings.OverLinks(
                                        program.name(), children, program.timeouts()),
                                children,
                                children::close);
            }
        };
    }

    private static Made shared(Served server, Program program, ChildLinks children) {
        SharedLinks shared = new SharedLinks(children);
        return new Made(
                server,
                new ServerSettings.OverLinks(program.name(), shared, program.timeouts()),
                children,
                () -> {
                    shared.close();
                    children.close();
                });
    }

    private ServerSettings overHttp(Served.Endpoint endpoint) {
        UpstreamSettings settings = upstream(endpoint);
        List<URI> urls = endpoint.endpoints().urls();
        return new ServerSettings.OverHttp(
                settings,
                urls.size() == 1
                        ? null
                        : Instances.several(
                                settings,
                                urls,
                                Duration.ofSeconds(endpoint.endpoints().healthSeconds()),
                                warn,
                                System::nanoTime),
                endpoint.endpoints().retries());
    }

    private static UpstreamSettings upstream(Served.Endpoint endpoint) {
        return new UpstreamSettings(
                endpoint.uri(),
                endpoint.name(),
                endpoint.headers().stream()
                        .map(header -> Map.entry(header.name(), header.value()))
                        .toList(),
                endpoint.access().credential(),
                endpoint.access().secrets(),
                Encryption.files(endpoint.access().tls()),
                endpoint.timeouts());
    }

    private static ChildSettings settings(Program program) {
        return new ChildSettings(
                program.name(),
                program.command(),
                environment -> {
                    Installation.restoreLocale(environment);
                    environment.putAll(program.environment());
                },
                program.directory(),
                program.maxChildren(),
                ChildTimings.USUAL);
    }

    @Override
    public synchronized void close() {
        end(made.values());
        made.clear();
    }

    /** Ends them all at the same time, and waits for it. */
    private static void end(Collection<Made> those) {
        // None waits in the common pool: it is where the ends of processes are told.
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            those.forEach(one -> each.execute(one.end()));
        }
    }
}
