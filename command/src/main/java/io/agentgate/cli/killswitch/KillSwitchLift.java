package io.agentgate.cli.killswitch;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Nearest;
import io.agentgate.cli.terminal.Table;
import io.agentgate.gateway.killswitch.KeptSwitch;
import io.agentgate.gateway.killswitch.ScopeText;
import io.agentgate.gateway.killswitch.SwitchBoard;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lifts a kill switch. */
@Command(
        name = "lift",
        description = {"Lifts a kill switch: what no other stops goes on.", ""},
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "   0  it is lifted at every running gateway of the home",
            "   1  it is lifted, and one of them does not say so, or it is not recorded yet",
            "  64  there is no such switch",
            "  74  the home cannot be written to",
            "  78  the switches that are set cannot be read"
        })
final class KillSwitchLift implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "ID",
            description = "Id of the switch, as `agentgate kill-switch list` shows it.")
    private String id = "";

    @Override
    public Integer call() throws CommandException {
        BoardOfProcess board = BoardOfProcess.toChange(spec.commandLine().getErr());
        Optional<KeptSwitch> lifted = board.act(on -> on.lift(id, BoardOfProcess.by()));
        if (lifted.isEmpty()) {
            throw unknown(board.act(SwitchBoard::all));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                Table.printable(
                        "Kill switch "
                                + id
                                + " of "
                                + ScopeText.of(lifted.get().stop().scope()).words()
                                + " is lifted; "
                                + board.reached().words()
                                + "."));
        out.flush();
        return board.sayTroubles();
    }

    private CommandException unknown(List<KeptSwitch> all) {
        List<String> ids = all.stream().map(one -> one.stop().id()).toList();
        return new CommandException(
                ExitCode.USAGE,
                "there is no kill switch `"
                        + Table.printable(id)
                        + "`"
                        + (ids.isEmpty() ? "; none is set" : Nearest.advice(id, ids)));
    }
}
