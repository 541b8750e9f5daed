package io.agentgate.serve;

import io.agentgate.cli.composition.Metrics;
import io.agentgate.cli.composition.NextWriter;
import io.agentgate.cli.composition.Reconfiguring;
import io.agentgate.cli.composition.Services;
import io.agentgate.cli.config.ServerConfig;
import io.agentgate.cli.dashboard.DashboardNote;
import io.agentgate.cli.dashboard.DashboardStart;
import io.agentgate.cli.installation.Installation;
import io.agentgate.cli.serve.ServeSettings;
import io.agentgate.cli.status.ProcessState;
import io.agentgate.cli.status.StateSocket;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Reason;
import io.agentgate.cli.voice.Voice;
import io.agentgate.embedded.memory.LocalSessionDirectory;
import io.agentgate.embedded.memory.NoReplicas;
import io.agentgate.embedded.prometheus.Scrape;
import io.agentgate.stdio.Ending;
import io.agentgate.transports.HttpGateway;
import io.agentgate.transports.HttpParts;
import io.agentgate.transports.ListenerSettings;
import io.agentgate.transports.MetricsPage;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.session.Membership;
import io.agentgate.transports.session.SessionSeal;
import io.agentgate.transports.upstream.UpstreamSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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
                Reconfiguring reconfiguring =
                        new Reconfiguring(
                                settings.home(),
                                settings.files(),
                                settings.config(),
                                services,
                                voice)) {
            HttpGateway http = http(services, callers, metrics);
            int port = listen(http);
            announce(port, services, callers);
            try (StateSocket socket =
                    new StateSocket(
                            settings.home().run(),
                            services.writer(),
                            () -> state(port, services, http, metrics),
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
        } catch (IOException failed) {
            throw new CommandException(ExitCode.IO, "serve cannot go on: " + Reason.of(failed));
        }
        voice.info("ended");
        return ExitCode.OK;
    }

    /** The dashboard of the home, if nobody else shows it; a gateway does its work without. */
    private @Nullable DashboardHost dashboard(Metrics metrics) {
        if (DashboardStart.isOff(System.getenv())) {
            return null;
        }
        try {
            Optional<DashboardNote> other = DashboardNote.read(settings.home());
            if (other.isPresent()) {
                voice.info("the dashboard of this home is at " + other.get().url());
                return null;
            }
            DashboardHost host =
                    DashboardHost.start(
                            vertx,
                            settings.home(),
                            settings.config(),
                            settings.files(),
                            settings.config().watching().dashboardPort(),
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

    private ProcessState state(int port, Services services, HttpGateway http, Metrics metrics) {
        ServeSettings.Upstream upstream = settings.upstream();
        return new ProcessState(
                ProcessState.Program.ofProcess("serve", Installation.version()),
                new ProcessState.Place(
                        upstream.server(), endpoint(port), withoutQuery(upstream.uri())),
                services.rules(),
                services.recording(),
                new ProcessState.Load(http.sessions(), metrics.meters().callsInFlight(), draining));
    }

    /** Some put their token there. */
    private static String withoutQuery(URI uri) {
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

    private HttpGateway http(Services services, Callers callers, Metrics metrics) {
        ServeSettings.Listener listener = settings.listener();
        ServeSettings.Upstream upstream = settings.upstream();
        return new HttpGateway(
                vertx,
                new ListenerSettings(
                        listener.bind(),
                        listener.port(),
                        callers.ownMachineOnly() ? ListenerSettings.THIS_MACHINE : Set.of(),
                        listener.allowOrigins(),
                        null,
                        Encryption.listener(settings.config().server().tls())),
                new UpstreamSettings(
                        upstream.uri(),
                        upstream.server(),
                        upstream.headers().stream()
                                .map(header -> Map.entry(header.name(), header.value()))
                                .toList(),
                        upstream.access().credential(),
                        upstream.access().secrets(),
                        Encryption.files(upstream.access().tls())),
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
                        accept -> page(metrics.meters().scrape(accept))));
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
        ServeSettings.Upstream upstream = settings.upstream();
        voice.info("listening at " + endpoint(port));
        voice.info(
                "upstream " + withoutQuery(upstream.uri()) + ", recorded as " + upstream.server());
        voice.info(services.policyInForce());
        voice.info(welcome(callers));
        voice.info("home " + settings.home().path());
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
