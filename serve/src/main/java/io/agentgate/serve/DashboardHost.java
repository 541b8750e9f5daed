package io.agentgate.serve;

import io.agentgate.cli.composition.HomeNotes;
import io.agentgate.cli.composition.Metrics;
import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.connect.WayIn;
import io.agentgate.cli.dashboard.DashboardNote;
import io.agentgate.cli.dashboard.DashboardStart;
import io.agentgate.cli.doctor.Examination;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Stores;
import io.agentgate.cli.keys.KeyCabinet;
import io.agentgate.cli.status.Found;
import io.agentgate.cli.status.ProcessState;
import io.agentgate.cli.status.RunningProcesses;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.voice.Voice;
import io.agentgate.dashboard.Dashboard;
import io.agentgate.dashboard.DashboardParts;
import io.agentgate.dashboard.Desks;
import io.agentgate.dashboard.Household;
import io.agentgate.dashboard.ShownPolicy;
import io.agentgate.embedded.files.DashboardToken;
import io.agentgate.embedded.files.KeyFileException;
import io.agentgate.embedded.files.Reason;
import io.agentgate.embedded.prometheus.Scrape;
import io.agentgate.embedded.sqlite.SqliteAuditLog;
import io.agentgate.embedded.sqlite.SqliteStatistics;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The dashboard of a home in this process, from its stores to its note. */
final class DashboardHost implements AutoCloseable {
    private final Home home;
    private final SqliteAuditLog log;
    private final SqliteStatistics statistics;
    private final Dashboard dashboard;
    private final DashboardNote note;

    private DashboardHost(
            Home home,
            SqliteAuditLog log,
            SqliteStatistics statistics,
            Dashboard dashboard,
            DashboardNote note) {
        this.home = home;
        this.log = log;
        this.statistics = statistics;
        this.dashboard = dashboard;
        this.note = note;
    }

    /**
     * Begins to listen, and leaves the note that says where.
     *
     * @throws CommandException if the port cannot be had, or a file not be used
     */
    static DashboardHost start(
            Vertx vertx, Home home, Config config, NamedFiles named, int port, Metrics metrics)
            throws CommandException {
        Path database = named.database() != null ? named.database() : config.database();
        Stores.requireFile(database);
        Stores stores = Stores.of(home);
        SqliteAuditLog log = stores.log(database);
        SqliteStatistics statistics = stores.statistics(database);
        String token = token(home, config);
        Voice voice = Voice.ofProcess();
        HomeNotes notes =
                new HomeNotes(
                        home,
                        database,
                        InstantSource.system(),
                        problem -> voice.warn("something was changed: " + problem));
        Dashboard dashboard =
                new Dashboard(
                        vertx,
                        port,
                        new DashboardParts(
                                new Desks(
                                        log,
                                        new ShownPolicy(
                                                new ChosenPolicy(home, named, database, log, notes),
                                                () -> inForce(home)),
                                        new Household(
                                                new HomeKeys(
                                                        new KeyCabinet(
                                                                home,
                                                                InstantSource.system(),
                                                                notes)),
                                                () -> Examination.json(home),
                                                () -> WayIn.json(config, InstantSource.system())),
                                        HomeControls.of(home, named, database),
                                        InstantSource.system()),
                                statistics,
                                accept -> page(metrics.meters().scrape(accept)),
                                token,
                                System.getProperty("user.name", "somebody") + " at the dashboard"));
        try {
            int taken = Waiting.on(dashboard.start());
            DashboardNote note =
                    new DashboardNote(
                            "http://127.0.0.1:" + taken + "/",
                            token,
                            ProcessHandle.current().pid());
            note.write(home);
            return new DashboardHost(home, log, statistics, dashboard, note);
        } catch (IOException | TimeoutException unusable) {
            // It may listen already, and nothing was said of it.
            dashboard.close();
            log.close();
            statistics.close();
            throw new CommandException(
                    ExitCode.IO, "no dashboard at 127.0.0.1:" + port + ": " + why(unusable, port));
        }
    }

    private static String why(Exception unusable, int port) {
        if (port != 0 && DashboardStart.somebodyListens(port)) {
            return "something else listens there; `dashboard_port` or --port names another port";
        }
        return unusable instanceof IOException failed ? Reason.of(failed) : "no answer";
    }

    private static List<ShownPolicy.InForce> inForce(Home home) throws IOException {
        List<ShownPolicy.InForce> all = new ArrayList<>();
        for (Found<ProcessState> found : RunningProcesses.of(home.run())) {
            if (found instanceof Found.Running<ProcessState>(ProcessState state)) {
                all.add(
                        new ShownPolicy.InForce(
                                state.program().pid(),
                                state.program().command(),
                                state.place().server(),
                                state.rules().file(),
                                state.rules().revision()));
            }
        }
        return all;
    }

    private static String token(Home home, Config config) throws CommandException {
        String configured = config.watching().dashboardKey();
        try {
            return configured != null ? configured : DashboardToken.of(home.path());
        } catch (KeyFileException unusable) {
            throw new CommandException(ExitCode.IO, String.valueOf(unusable.getMessage()));
        }
    }

    private static DashboardParts.Page page(Scrape scrape) {
        return new DashboardParts.Page(scrape.contentType(), scrape.text());
    }

    String url() {
        return note.url();
    }

    /** For how long nobody has asked for anything, in nanoseconds. */
    long quietNanos() {
        return dashboard.quietNanos();
    }

    @Override
    public void close() throws IOException {
        note.remove(home);
        try {
            Waiting.on(dashboard.close());
        } catch (TimeoutException stuck) {
            throw new IOException("the dashboard did not close", stuck);
        } finally {
            statistics.close();
            log.close();
        }
    }
}
