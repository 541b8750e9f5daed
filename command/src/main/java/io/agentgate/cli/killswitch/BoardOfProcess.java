package io.agentgate.cli.killswitch;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.status.Found;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.killswitch.SwitchBoard;
import io.agentgate.gateway.killswitch.SwitchBoardException;
import io.agentgate.gateway.killswitch.SwitchBoardFullException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The board of the home as commands use it: failures come with an exit code. */
final class BoardOfProcess implements HomeSwitchBoard.News {
    private final PrintWriter err;
    private final HomeSwitchBoard board;
    private Reached reached = new Reached(0, List.of());
    private final List<String> troubles = new ArrayList<>();

    private BoardOfProcess(Home home, PrintWriter err) {
        this.err = err;
        this.board = new HomeSwitchBoard(home, database(home, err), this);
    }

    /** For a command that changes nothing. */
    static BoardOfProcess toRead(PrintWriter err) throws CommandException {
        Home home = Home.ofProcess();
        home.look();
        return new BoardOfProcess(home, err);
    }

    /** For a command that changes something. */
    static BoardOfProcess toChange(PrintWriter err) throws CommandException {
        Home home = Home.ofProcess();
        home.make();
        return new BoardOfProcess(home, err);
    }

    /** A configuration that is wrong keeps nobody from stopping what runs. */
    private static Path database(Home home, PrintWriter err) {
        try {
            return Config.load(home, null).database();
        } catch (CommandException wrong) {
            err.println("agentgate: " + wrong.getMessage());
            return home.database();
        }
    }

    /** What is done with a board. */
    interface Act<A> {
        A on(SwitchBoard board) throws SwitchBoardException;
    }

    <A> A act(Act<A> act) throws CommandException {
        try {
            return act.on(board);
        } catch (SwitchBoardFullException full) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(full.getMessage()));
        } catch (SwitchBoardException unusable) {
            throw new CommandException(
                    unusable.getCause() == null ? ExitCode.CONFIG : ExitCode.IO,
                    String.valueOf(unusable.getMessage()));
        }
    }

    /** Where the last change is in force. */
    Reached reached() {
        return reached;
    }

    @Override
    public void told(List<Found<Integer>> found) {
        reached = Reached.of(found);
    }

    @Override
    public void trouble(String problem) {
        troubles.add(problem);
    }

    /** Says on standard error what went wrong beside the change; gives the exit code. */
    int sayTroubles() {
        reached.silent()
                .forEach(
                        mute ->
                                err.println(
                                        "agentgate: it may not be in force at the gateway of "
                                                + mute.socket()
                                                + ": "
                                                + mute.why()));
        troubles.forEach(trouble -> err.println("agentgate: " + trouble));
        err.flush();
        return reached.silent().isEmpty() && troubles.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** Who runs this process. */
    static String by() {
        return System.getProperty("user.name", "unknown");
    }
}
