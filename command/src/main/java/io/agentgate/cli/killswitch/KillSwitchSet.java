package io.agentgate.cli.killswitch;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.Table;
import io.agentgate.gateway.killswitch.KeptSwitch;
import io.agentgate.gateway.killswitch.ScopeText;
import io.agentgate.gateway.killswitch.SwitchJson;
import io.agentgate.gateway.killswitch.SwitchOrder;
import io.agentgate.protocol.JsonWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sets a kill switch. */
@Command(
        name = "set",
        description = {
            "Stops calls of everybody, or of what is named, until the switch is lifted.",
            "In names, * stands for any text. Calls that were forwarded before are answered.",
            ""
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "   0  it is set, and in force at every running gateway of the home",
            "   1  it is set, and one of them does not say so, or it is not recorded yet",
            "  64  it is not clear what to stop, or why",
            "  74  the home cannot be written to",
            "  78  the switches that are set cannot be read"
        })
final class KillSwitchSet implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private Wanted wanted = new Wanted();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, in words that agents are told. Needed.")
    private @Nullable String reason;

    @Option(names = "--json", description = "A JSON object for scripts.")
    private boolean json;

    @Override
    public Integer call() throws CommandException {
        SwitchOrder order = wanted.order(reason, BoardOfProcess.by());
        BoardOfProcess board = BoardOfProcess.toChange(spec.commandLine().getErr());
        KeptSwitch set = board.act(on -> on.set(order));
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? json(set, board.reached()) : words(set, board.reached()));
        out.flush();
        return board.sayTroubles();
    }

    private static String words(KeptSwitch set, Reached reached) {
        return Table.printable(
                "Kill switch "
                        + set.stop().id()
                        + " stops "
                        + ScopeText.of(set.stop().scope()).words()
                        + "; "
                        + reached.words()
                        + ".");
    }

    private static String json(KeptSwitch set, Reached reached) {
        JsonWriter json = new JsonWriter().beginObject();
        SwitchJson.members(json, set);
        json.name("gateways").value(reached.gateways());
        json.name("silent").value(reached.silent().size());
        return new String(json.endObject().toBytes(), StandardCharsets.UTF_8);
    }
}
