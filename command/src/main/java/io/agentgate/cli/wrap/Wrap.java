package io.agentgate.cli.wrap;

import io.agentgate.cli.composition.Metrics;
import io.agentgate.cli.composition.NextWriter;
import io.agentgate.cli.composition.Reconfiguring;
import io.agentgate.cli.composition.Services;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.dashboard.DashboardStart;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Installation;
import io.agentgate.cli.metrics.MetricsPort;
import io.agentgate.cli.status.RunningProcesses;
import io.agentgate.cli.status.StateSocket;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.voice.Voice;
import io.agentgate.embedded.files.Reason;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.era.Manner;
import io.agentgate.stdio.ChildProcess;
import io.agentgate.stdio.ChildStartException;
import io.agentgate.stdio.StdioProxy;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command {@code agentgate wrap}: composes gateway, stdio and embedded around one server. */
public final class Wrap {
    private final Voice voice;

    private Wrap(Voice voice) {
        this.voice = voice;
    }

    /**
     * Runs a session to its end.
     *
     * @param arguments the words behind {@code wrap}
     * @return the exit code to end with
     */
    public static int run(List<String> arguments) {
        // Standard output belongs to the protocol: a stray print must not end up in it.
        System.setOut(System.err);
        Wrap wrap = new Wrap(Voice.ofProcess());
        try {
            return wrap.session(WrapOptions.parse(arguments));
        } catch (CommandException wrong) {
            wrap.voice.error(wrong.getMessage());
            return wrong.exitCode();
        } catch (ChildStartException notStarted) {
            wrap.voice.error(String.valueOf(notStarted.getMessage()));
            return notStarted.exitCode();
        }
    }

    private int session(WrapOptions options) throws CommandException, ChildStartException {
        Home home = Home.ofProcess();
        Config config = Config.load(home, options.files().config()).with(options.pace());
        voice.tune(config.watching().level(), config.watching().format());
        try (MetricsPort metrics = metricsPort(options, config)) {
            return session(home, config, options, metrics);
        }
    }

    /**
     * The port that was asked for, or null. The one of the configuration belongs to whichever
     * session came first; that is no reason for a client to lose its other servers.
     */
    private @Nullable MetricsPort metricsPort(WrapOptions options, Config config)
            throws CommandException {
        Integer asked = options.ports().metrics();
        if (asked != null) {
            return MetricsPort.open(asked);
        }
        Integer configured = config.watching().metricsPort();
        if (configured == null) {
            return null;
        }
        try {
            return MetricsPort.open(configured);
        } catch (CommandException taken) {
            voice.warn("warning: " + taken.getMessage() + "; this session shows no metrics");
            return null;
        }
    }

    private int session(
            Home home, Config config, WrapOptions options, @Nullable MetricsPort metrics)
            throws CommandException, ChildStartException {
        WrappedServer server = WrappedServer.of(options, config, System.getenv());
        ChildProcess child =
                ChildProcess.start(
                        server.command(),
                        environment -> {
                            Installation.restoreLocale(environment);
                            environment.putAll(server.environment());
                        },
                        server.directory());
        String writer = NextWriter.name();
        try (RememberedChild remembered = remember(home, writer, child);
                Services services = services(home, writer, config, options, metrics);
                Reconfiguring reconfiguring =
                        new Reconfiguring(home, options.files(), config, services, voice)) {
            if (server.validatesArguments()) {
                services.validateArgumentsOf(Set.of(server.name()));
            }
            Session session =
                    new Session(
                            identity(options, server, services),
                            Manner.PIPE,
                            false,
                            server.timeouts(),
                            0);
            ToldOfWrap told = new ToldOfWrap(services, session, server.command().getFirst());
            try (StateSocket socket =
                    new StateSocket(home.run(), services.writer(), told, voice::warn)) {
                Runnable late =
                        () -> {
                            reconfiguring.start();
                            startLate(home, remembered, socket);
                            startDashboard(home, config, options);
                        };
                return proxy(services, session, child, late).run();
            }
        } catch (CommandException wrong) {
            child.killTree();
            throw wrong;
        } catch (IOException failed) {
            child.killTree();
            throw home.unusable(failed);
        }
    }

    private StdioProxy proxy(
            Services services, Session session, ChildProcess child, Runnable behind) {
        return new StdioProxy(
                services.gatekeeper(),
                session,
                child,
                new FileInputStream(FileDescriptor.in),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
                new Translation(),
                voice::warn,
                () -> services.start(behind));
    }

    private void startLate(Home home, RememberedChild remembered, StateSocket socket) {
        socket.open();
        remembered.endOthers(voice::warn);
        try {
            RunningProcesses.forgetDead(home.run());
        } catch (IOException unreadable) {
            voice.warn("cannot look for sockets of dead processes: " + Reason.of(unreadable));
        }
    }

    /** The first session of a home starts the dashboard that all of them share. */
    private void startDashboard(Home home, Config config, WrapOptions options) {
        if (DashboardStart.isOff(System.getenv())) {
            return;
        }
        Integer asked = options.ports().dashboard();
        int port = asked == null ? config.watching().dashboardPort() : asked;
        try {
            DashboardStart.ifPortIsFree(home, port);
        } catch (IOException | CommandException notStarted) {
            voice.warn("the dashboard cannot be started: " + notStarted.getMessage());
        }
    }

    private Services services(
            Home home,
            String writer,
            Config config,
            WrapOptions options,
            @Nullable MetricsPort port)
            throws CommandException, IOException {
        if (port == null) {
            return new Services(home, writer, config, options.files(), null, voice);
        }
        Metrics metrics = new Metrics();
        Services services = new Services(home, writer, config, options.files(), metrics, voice);
        port.show(metrics.meters());
        return services;
    }

    private static RememberedChild remember(Home home, String writer, ChildProcess child)
            throws CommandException, IOException {
        home.make();
        return new RememberedChild(home.run(), writer, child);
    }

    private static SessionIdentity identity(
            WrapOptions options, WrappedServer server, Services services) {
        String caller = System.getProperty("user.name");
        String agent = options.names().agent();
        return new SessionIdentity(
                services.writer(), agent == null ? caller : agent, caller, server.name());
    }
}
