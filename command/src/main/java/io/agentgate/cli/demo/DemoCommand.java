package io.agentgate.cli.demo;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.dashboard.DashboardNote;
import io.agentgate.cli.dashboard.DashboardStart;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Installation;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Wraps a real MCP server, plays an agent's session through it, and shows what became of it. */
@Command(
        name = "demo",
        description = {
            "Wraps a real MCP server, plays an agent's session through the gateway, and shows what"
                    + " became of each call.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--server",
            paramLabel = "COMMAND",
            description =
                    "Another server, as one line such as \"npx -y"
                        + " @modelcontextprotocol/server-everything\". Default: a small workshop"
                        + " that comes with AgentGate.")
    private @Nullable String server;

    @Option(
            names = "--exit",
            description = "For scripts: exit code 0 only if every step came out as announced.")
    private boolean exit;

    @Override
    public Integer call() throws CommandException {
        PrintWriter out = spec.commandLine().getOut();
        Installation installation = Installation.ofProcess();
        Home home = Home.ofProcess();
        home.make();
        List<String> command = new ArrayList<>();
        command.add(installation.launcher());
        command.addAll(
                List.of(
                        "wrap",
                        "--policy",
                        installation.demoPolicy().toString(),
                        "--agent",
                        "demo",
                        "--"));
        command.addAll(
                server == null
                        ? installation.demoServer()
                        : Arrays.asList(server.strip().split("\\s+")));
        out.println("An agent's session, played through the gateway:");
        out.println("  " + String.join(" ", command));
        out.println();
        String dashboard = dashboard(home);
        if (dashboard != null) {
            out.println(dashboard);
            out.println();
        }
        out.flush();
        boolean asAnnounced;
        try (DemoAgent agent = new DemoAgent(command)) {
            asAnnounced = play(agent, out);
        } catch (IOException failed) {
            throw new CommandException(ExitCode.FAILED, "the demo failed: " + failed.getMessage());
        }
        printWhatNext(installation, home, dashboard != null, out);
        return asAnnounced || !exit ? ExitCode.OK : ExitCode.FAILED;
    }

    /** What there will be to look at; null if that is nothing. */
    private static @Nullable String dashboard(Home home) throws CommandException {
        if (DashboardStart.isOff(System.getenv())) {
            return null;
        }
        try {
            Optional<DashboardNote> running = DashboardNote.read(home);
            if (running.isPresent()) {
                return "The dashboard of this home shows it: " + running.get().url();
            }
        } catch (IOException unreadable) {
            return null;
        }
        int port = Config.load(home, null).watching().dashboardPort();
        return port == 0 || DashboardStart.somebodyListens(port)
                ? null
                : "It starts the dashboard of this home in the background, at http://127.0.0.1:"
                        + port
                        + "/\n(AGENTGATE_DASHBOARD=off starts none; it ends ten minutes after its"
                        + " last use).";
    }

    private static boolean play(DemoAgent agent, PrintWriter out) throws IOException {
        Set<String> tools = agent.connect();
        out.println(
                "The agent is shown "
                        + tools.size()
                        + " tools; those that are always denied are left out.");
        out.println();
        Table table = new Table("The agent", "Tool", "Announced", "Outcome", "What it was told");
        boolean asAnnounced = true;
        for (DemoStep step : DemoScript.of(tools)) {
            DemoAgent.Seen seen = agent.call(step);
            boolean matches = seen.outcome() == step.announced();
            asAnnounced &= matches;
            table.row(
                    step.story(),
                    step.tool(),
                    step.announced().word(),
                    (matches ? "" : "! ") + seen.outcome().word(),
                    seen.why());
        }
        table.print(out);
        out.println();
        out.println(
                asAnnounced
                        ? "Every step came out as announced."
                        : "Some steps did not come out as announced (marked with !).");
        return asAnnounced;
    }

    /** A path as a shell reads it as one word. */
    private static String quoted(String path) {
        return path.indexOf(' ') < 0 ? path : "\"" + path + "\"";
    }

    private static void printWhatNext(
            Installation installation, Home home, boolean dashboard, PrintWriter out) {
        String launcher = quoted(installation.launcher());
        out.println();
        out.println("The rules of this session:  " + installation.demoPolicy());
        out.println("Its records:                " + launcher + " logs");
        if (dashboard) {
            out.println("                            " + launcher + " open, in a browser");
        }
        out.println("                            " + home.database());
        out.println();
        out.println("Put your own servers behind the gateway:");
        out.println("  " + launcher + " init");
        out.println("      a configuration, and rules to begin with");
        out.println("  " + launcher + " connect");
        out.println(
                "      the clients of this machine; `connect CLIENT -- COMMAND` gives one a"
                        + " server");
        out.println("  " + launcher + " import CLIENT");
        out.println("      the servers that a client has already");
        out.flush();
    }
}
