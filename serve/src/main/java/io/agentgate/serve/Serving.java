package io.agentgate.serve;

import io.agentgate.cli.composition.Metrics;
import io.agentgate.cli.composition.NextWriter;
import io.agentgate.cli.composition.Reconfiguring;
import io.agentgate.cli.composition.Services;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.ServerConfig;
import io.agentgate.cli.dashboard.DashboardNote;
import io.agentgate.cli.dashboard.DashboardStart;
import io.agentgate.cli.installation.Installation;
import io.agentgate.cli.serve.ServeSettings;
import io.agentgate.cli.serve.Served;
import io.agentgate.cli.serve.ServedServers;
import io.agentgate.cli.status.ProcessState;
import io.agentgate.cli.status.ServerTools;
import io.agentgate.cli.status.SessionState;
import io.agentgate.cli.status.StateSocket;
import io.agentgate.cli.status.Told;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.voice.Voice;
import io.agentgate.embedded.memory.LocalSessionDirectory;
import io.agentgate.embedded.memory.NoReplicas;
import io.agentgate.embedded.prometheus.Scrape;
import io.agentgate.gateway.credential.SecretException;
import io.agentgate.stdio.Ending;
import io.agentgate.transports.HttpGateway;
import io.agentgate.transports.HttpParts;
import io.agentgate.transports.ListenerSettings;
import io.agentgate.transports.MetricsPage;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.session.Membership;
import io.agentgate.transports.session.SessionSeal;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code serve}, from its settings to its end.
 *
 * <pre>
 * settings → parts ready → listening → (signal) → draining → delivered → exit code 0
 *     └───────────┴────────────┴─ what cannot be used: a line and an exit code
 * </pre>
 */
final class Serving {
    /** How long calls in flight may take once the process was told to end. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** What the HTTP side may take beyond that to close what is open. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final ServeSettings settings;
    private final Ending ending;
    private final Voice voice = Voice.ofProcess();
    private volatile boolean draining;

    Serving(Vertx vertx, ServeSettings settings, Ending ending) {
        this.vertx = vertx;
        this.settings = settings;
        this.ending = ending;
    }

    /** Serves until told to end; gives the exit code. */
    int run() throws CommandException {
        voice.tune(settings.config().watching().level(), settings.config().watching().format());
        settings.home().make();
        Metrics metrics = new Metrics();
        try (Callers callers = callers();
                Services services =
                        new Services(
                                settings.home(),
                                NextWriter.name(),
                                settings.config(),
                                settings.files(),
                                metrics,
                                voice);
                Behind behind =
                        new Behind(
                                settings.home().run(),
                                services.writer(),
                                voice::info,
                                voice::warn)) {
            serve(services, callers, metrics, behind);
        } catch (IOException failed) {
            throw settings.home().unusable(failed);
        }
        voice.info("ended");
        return ExitCode.OK;
    }

    private void serve(Services services, Callers callers, Metrics metrics, Behind behind)
            throws CommandException, IOException {
        services.validateArgumentsOf(settings.choice().validated());
        HttpGateway http = http(services, callers, metrics, behind);
        try (Reconfiguring reconfiguring =
                new Reconfiguring(
                        settings.home(),
                        settings.files(),
                        settings.config(),
                        services,
                        voice,
                        config -> adopt(config, services, http, behind))) {
            int port = listen(http);
            announce(port, services, callers);
            try (StateSocket socket =
                    new StateSocket(
                            settings.home().run(),
                            services.writer(),
                            new Telling(port, services, http, metrics, behind),
                            voice::warn)) {
                services.start(
                        () -> {
                            callers.start();
                            reconfiguring.start();
                            socket.open();
                        });
                try (DashboardHost _ = dashboard(metrics)) {
                    untilTold();
                    drain(http);
                }
            }
        }
    }

    /** Lets the servers of another configuration stand behind the listener. */
    private void adopt(Config config, Services services, HttpGateway http, Behind behind)
            throws CommandException {
        ServedServers.Choice choice = settings.chooser().of(config);
        Set<String> before = services.validated();
        Set<String> both = new HashSet<>(before);
        both.addAll(choice.validated());
        // What comes is validated before its first call, and what goes until its last.
        services.validateArgumentsOf(both);
        try {
            behind.serve(choice, http::serve);
            services.validateArgumentsOf(choice.validated());
        } catch (SecretException | IOException unusable) {
            services.validateArgumentsOf(before);
            throw new CommandException(
                    ExitCode.CONFIG, "the servers cannot be changed: " + unusable.getMessage());
        }
        services.servers()
                .keepOnly(choice.servers().stream().map(Served::name).collect(Collectors.toSet()));
        voice.info("servers now: " + names(choice));
    }

    private static String names(ServedServers.Choice choice) {
        return choice.servers().stream().map(Served::name).collect(Collectors.joining(", "));
    }

    /** The dashboard of the home, if nobody else shows it; a gateway does its work without. */
    private @Nullable DashboardHost dashboard(Metrics metrics) {
        if (DashboardStart.isOff(System.getenv())) {
            return null;
        }
        try {
            Optional<DashboardNote> other = DashboardNote.read(settings.home());
            if (other.isPresent()) {
                voice.info(
                        "the dashboard of this home is at "
                                + other.get().url()
                                + " already, whatever port is asked for");
                return null;
            }
            DashboardHost host =
                    DashboardHost.start(
                            vertx,
                            settings.home(),
                            settings.config(),
                            settings.files(),
                            settings.dashboardPort(),
                            metrics);
            voice.info("dashboard " + host.url() + "; `agentgate open` shows its token");
            return host;
        } catch (CommandException | IOException none) {
            voice.warn(String.valueOf(none.getMessage()));
            return null;
        }
    }

    private void untilTold() {
        String signal = ending.await();
        draining = true;
        voice.info(
                "told to end ("
                        + signal
                        + "): finishing calls, "
                        + GRACE.toSeconds()
                        + " s at most");
    }

    /** What this process tells of itself. */
    private final class Telling implements Told {
        private final int port;
        private final Services services;
        private final HttpGateway http;
        private final Metrics metrics;
        private final Behind behind;

        Telling(int port, Services services, HttpGateway http, Metrics metrics, Behind behind) {
            this.port = port;
            this.services = services;
            this.http = http;
            this.metrics = metrics;
            this.behind = behind;
        }

        @Override
        public String command() {
            return "serve";
        }

        @Override
        public ProcessState state() {
            List<Served> servers = settings.choice().servers();
            return new ProcessState(
                    ProcessState.Program.ofProcess(command(), Installation.version()),
                    new ProcessState.Place(
                            names(settings.choice()),
                            endpoint(port),
                            servers.size() == 1 ? address(servers.getFirst()) : null),
                    services.rules(),
                    services.recording(),
                    new ProcessState.Load(
                            http.sessions(), metrics.meters().callsInFlight(), draining),
                    behind.states(metrics.servers()));
        }

        @Override
        public int killSwitches() {
            return services.refreshKillSwitches();
        }

        @Override
        public List<SessionState> sessions() {
            Instant now = Instant.now();
            long nanoTime = System.nanoTime();
            return http.latestSessions(SessionState.MOST).stream()
                    .map(
                            live ->
                                    SessionState.of(
                                            live.session(),
                                            now.minusNanos(nanoTime - live.began()),
                                            now.minusNanos(nanoTime - live.lastUse())))
                    .toList();
        }

        @Override
        public List<ServerTools> servers() {
            return behind.tools(services.servers());
        }
    }

    private static @Nullable String address(Served server) {
        return switch (server) {
            case Served.Endpoint endpoint -> reachedBy(endpoint);
            case Served.Sse(Served.Endpoint stream) -> withoutQuery(stream.uri());
            case Served.Program _ -> null;
        };
    }

    /** Where a server is reached, without what may be secret. */
    static String reachedBy(Served.Endpoint endpoint) {
        return endpoint.endpoints().urls().stream()
                .map(Serving::withoutQuery)
                .collect(Collectors.joining(", "));
    }

    /** Some put their token there. */
    static String withoutQuery(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }

    /** The API keys; refuses an address that needs some and has none. */
    private Callers callers() throws CommandException {
        return Callers.open(
                settings.home(),
                settings.listener().bind(),
                Encryption.provesCallers(settings.config().server().tls()),
                voice::warn);
    }

    private HttpGateway http(Services services, Callers callers, Metrics metrics, Behind behind) {
        ServeSettings.Listener listener = settings.listener();
        return new HttpGateway(
                vertx,
                new ListenerSettings(
                        listener.bind(),
                        listener.port(),
                        callers.ownMachineOnly() ? ListenerSettings.THIS_MACHINE : Set.of(),
                        listener.allowOrigins(),
                        null,
                        longestStream(),
                        Encryption.listener(settings.config().server().tls()),
                        settings.config().server().trustedProxies()),
                behind.begin(settings.choice()),
                new HttpParts(
                        services.gatekeeper(),
                        authentication(callers, services, metrics),
                        new SessionSeal(services.keys().sessionKey()),
                        new Membership(
                                services.writer(),
                                new LocalSessionDirectory(),
                                new NoReplicas(services.writer()),
                                false),
                        services::lag,
                        voice::warn,
                        accept -> page(metrics.meters().scrape(accept))));
    }

    private @Nullable Duration longestStream() {
        Integer millis = settings.config().server().streamMillis();
        return millis == null ? null : Duration.ofMillis(millis);
    }

    private Authentication authentication(Callers callers, Services services, Metrics metrics) {
        ServerConfig server = settings.config().server();
        return Encryption.with(
                server.tls(),
                callers.authentication(server.apiKeyHeader(), failed(services, metrics)));
    }

    private static MetricsPage page(Scrape scrape) {
        return new MetricsPage(scrape.contentType(), scrape.text());
    }

    /** Counts and records a login that failed. */
    private static Consumer<String> failed(Services services, Metrics metrics) {
        return network -> {
            metrics.meters().loginFailed();
            services.gatekeeper().note("login_failed", "from " + network);
        };
    }

    private int listen(HttpGateway http) throws CommandException {
        try {
            return Waiting.on(http.start(Runtime.getRuntime().availableProcessors()));
        } catch (TimeoutException stuck) {
            throw new CommandException(ExitCode.INTERNAL, "the listener did not start");
        } catch (IOException unusable) {
            throw new CommandException(
                    ExitCode.IO,
                    "cannot listen at "
                            + address(settings.listener().port())
                            + ": "
                            + ListenFault.of(unusable));
        }
    }

    private void drain(HttpGateway http) {
        try {
            int unfinished = Waiting.on(http.drain(GRACE), GRACE.plus(CLOSING));
            if (unfinished > 0) {
                voice.warn(unfinished + " calls did not end in time");
            }
        } catch (TimeoutException | IOException late) {
            voice.warn("some connections did not end in time");
        }
    }

    private void announce(int port, Services services, Callers callers) {
        voice.info("listening at " + endpoint(port));
        settings.choice().servers().forEach(this::announce);
        settings.choice()
                .togetherProblems()
                .forEach(problem -> voice.warn("nothing is at /mcp: server " + problem));
        if (settings.choice().front() == null && settings.choice().togetherProblems().isEmpty()) {
            voice.info("all of them as one at /mcp");
        }
        voice.info(services.policyInForce());
        voice.info(welcome(callers));
        voice.info("home " + settings.home().path());
    }

    private void announce(Served server) {
        boolean inFront = server.name().equals(settings.choice().front());
        String where = inFront ? "/mcp" : "/servers/" + server.name() + "/mcp";
        switch (server) {
            case Served.Endpoint endpoint ->
                    voice.info(upstream(endpoint) + (inFront ? "" : ", at " + where));
            case Served.Sse(Served.Endpoint stream) ->
                    voice.info(upstream(stream) + ", over sse" + (inFront ? "" : ", at " + where));
            case Served.Program program ->
                    voice.info(
                            "server "
                                    + program.name()
                                    + " at "
                                    + where
                                    + ": `"
                                    + program.program().command().getFirst()
                                    + "`, one for each session");
        }
    }

    private static String upstream(Served.Endpoint endpoint) {
        return "upstream " + reachedBy(endpoint) + ", recorded as " + endpoint.name();
    }

    private String welcome(Callers callers) {
        if (Encryption.provesCallers(settings.config().server().tls())) {
            return callers.keys().isEmpty()
                    ? "callers need a client certificate"
                    : "callers need a client certificate or an API key";
        }
        return callers.keys().isEmpty() ? "callers need no key" : "callers need an API key";
    }

    private String endpoint(int port) {
        return (settings.config().server().tls() == null ? "http://" : "https://")
                + address(port)
                + "/mcp";
    }

    private String address(int port) {
        String bind = settings.listener().bind();
        return (bind.indexOf(':') < 0 ? bind : "[" + bind + "]") + ":" + port;
    }
}
