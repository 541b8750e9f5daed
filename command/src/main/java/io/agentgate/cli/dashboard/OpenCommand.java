package io.agentgate.cli.dashboard;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.files.Reason;
import io.agentgate.protocol.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows where the dashboard is, starts it if need be, and opens it in a browser. */
@Command(
        name = "open",
        description = {
            "Shows the dashboard's address and token, and opens the address in a browser.",
            "If none runs, it is started.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class OpenCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_NANOS = 100_000_000L;

    @Spec private CommandSpec spec;

    @Option(names = "--no-browser", description = "Only show it.")
    private boolean noBrowser;

    @Option(names = "--json", description = "A JSON object for scripts; opens no browser.")
    private boolean json;

    @Override
    public Integer call() throws CommandException {
        Home home = Home.ofProcess();
        home.make();
        DashboardNote note = running(home);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(note));
        } else {
            out.println("dashboard  " + note.url());
            out.println("token      " + note.token());
            if (!noBrowser) {
                openBrowser(note.url());
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private DashboardNote running(Home home) throws CommandException {
        try {
            Optional<DashboardNote> found = DashboardNote.read(home);
            if (found.isPresent()) {
                return found.get();
            }
            start(home, Config.load(home, null).watching().dashboardPort());
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(LOOK_NANOS);
                found = DashboardNote.read(home);
                if (found.isPresent()) {
                    return found.get();
                }
            }
        } catch (IOException unusable) {
            throw new CommandException(
                    ExitCode.IO, "the dashboard cannot be found: " + Reason.of(unusable));
        }
        throw new CommandException(
                ExitCode.IO,
                "the dashboard did not start; `agentgate dashboard` says why, and so may "
                        + home.run().resolve("dashboard.log"));
    }

    /** Somebody else's port is no reason to have no dashboard. */
    private void start(Home home, int port) throws IOException, CommandException {
        PrintWriter err = spec.commandLine().getErr();
        boolean taken = DashboardStart.somebodyListens(port);
        err.println(
                taken
                        ? "agentgate: port " + port + " is taken, starting the dashboard at another"
                        : "agentgate: starting the dashboard");
        err.flush();
        DashboardStart.start(home, taken ? 0 : port);
    }

    private static String json(DashboardNote note) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("url").value(note.url());
        json.name("token").value(note.token());
        return new String(json.endObject().toBytes(), StandardCharsets.UTF_8);
    }

    /** Where there is no browser, the address has been shown. */
    private static void openBrowser(String url) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        List<String> command =
                system.contains("mac")
                        ? List.of("open", url)
                        : system.contains("win")
                                ? List.of("rundll32", "url.dll,FileProtocolHandler", url)
                                : List.of("xdg-open", url);
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noBrowser) {
            // The address is on the screen.
        }
    }
}
