package io.agentgate.cli.status;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Table;
import io.agentgate.protocol.JsonWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the servers behind the running {@code serve} processes. */
@Command(
        name = "servers",
        description = {
            "Shows the servers behind serve.",
            "Of each, what was seen as its clients used it; asks the servers nothing.",
            ""
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "   0  servers are shown",
            "   3  no serve runs",
            "  74  the home cannot be looked into"
        })
public final class ServersCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--json", description = "A JSON object for scripts.")
    private boolean json;

    @Override
    public Integer call() throws CommandException {
        Home home = Home.ofProcess();
        List<ServerState> servers = new ArrayList<>();
        for (Found<ProcessState> found : StatusCommand.look(home.run())) {
            if (found instanceof Found.Running<ProcessState>(ProcessState state)) {
                servers.addAll(state.servers());
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(servers));
        } else if (servers.isEmpty()) {
            out.println("No serve runs in " + home.path() + ".");
        } else {
            table(servers).print(out);
        }
        out.flush();
        return servers.isEmpty() ? ExitCode.NOT_RUNNING : ExitCode.OK;
    }

    private static Table table(List<ServerState> servers) {
        Table table =
                new Table(
                        "Server",
                        "State",
                        "At",
                        "Reached by",
                        "Protocol",
                        "Tools",
                        "Calls",
                        "Median",
                        "Processes",
                        "Trouble");
        for (ServerState server : servers) {
            Duration median = server.median();
            table.row(
                    server.name(),
                    server.word(),
                    server.at(),
                    server.reachedBy(),
                    text(server.protocol()),
                    text(server.tools()),
                    Long.toString(server.calls()),
                    median == null ? "-" : ServerJson.millis(median),
                    processes(server.children()),
                    text(server.trouble()));
        }
        return table;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }

    private static String processes(ServerState.@Nullable Children children) {
        if (children == null) {
            return "-";
        }
        Duration rests = children.restsFor();
        return children.live()
                + " run, "
                + children.started()
                + " started"
                + (rests == null ? "" : ", next in " + (rests.toMillis() + 999) / 1_000 + " s");
    }

    private static String json(List<ServerState> servers) {
        JsonWriter json = new JsonWriter().beginObject().name("servers").beginArray();
        servers.forEach(server -> ServerJson.write(json, server));
        return new String(json.endArray().endObject().toBytes(), StandardCharsets.UTF_8);
    }
}
