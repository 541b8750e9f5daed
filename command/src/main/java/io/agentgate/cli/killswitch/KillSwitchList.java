package io.agentgate.cli.killswitch;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Table;
import io.agentgate.gateway.killswitch.KeptSwitch;
import io.agentgate.gateway.killswitch.ScopeText;
import io.agentgate.gateway.killswitch.SwitchBoard;
import io.agentgate.gateway.killswitch.SwitchJson;
import io.agentgate.protocol.JsonWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the kill switches, oldest first. */
@Command(
        name = "list",
        description = {"Shows the kill switches that are set, oldest first.", ""},
        mixinStandardHelpOptions = true)
final class KillSwitchList implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    @Spec private CommandSpec spec;

    @Option(names = "--json", description = "A JSON object for scripts.")
    private boolean json;

    @Override
    public Integer call() throws CommandException {
        List<KeptSwitch> all =
                BoardOfProcess.toRead(spec.commandLine().getErr()).act(SwitchBoard::all);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(all));
        } else if (all.isEmpty()) {
            out.println("No kill switches are set.");
        } else {
            table(all).print(out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static String json(List<KeptSwitch> all) {
        JsonWriter json = new JsonWriter().beginObject().name("kill_switches").beginArray();
        all.forEach(one -> SwitchJson.write(json, one));
        return new String(json.endArray().endObject().toBytes(), StandardCharsets.UTF_8);
    }

    private static Table table(List<KeptSwitch> all) {
        Table table = new Table("Id", "Stops", "Reason", "Since", "By");
        for (KeptSwitch one : all) {
            table.row(
                    one.stop().id(),
                    ScopeText.of(one.stop().scope()).words(),
                    one.stop().reason(),
                    TIME.format(one.stop().since()),
                    one.by());
        }
        return table;
    }
}
