package io.agentgate.cli.killswitch;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.killswitch.KillSwitch;
import io.agentgate.gateway.killswitch.ScopeText;
import io.agentgate.gateway.killswitch.SwitchOrder;
import io.agentgate.gateway.killswitch.WrongFieldException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to be stopped, as it was typed: one of these, or a tool of a server. */
final class Wanted {
    private static final String TOOL = "tool";
    private static final String SERVER = "server";

    @Option(names = "--all", description = "Every call.")
    private boolean all;

    @Option(
            names = "--server",
            paramLabel = "NAME",
            description = "Calls of this server's tools; with --tool, of that tool of it only.")
    private @Nullable String server;

    @Option(
            names = "--tool",
            paramLabel = "NAME",
            description = "Calls of this tool, of --server or of every server.")
    private @Nullable String tool;

    @Option(names = "--agent", paramLabel = "NAME", description = "Calls charged to this agent.")
    private @Nullable String agent;

    @Option(names = "--caller", paramLabel = "NAME", description = "Calls of this caller.")
    private @Nullable String caller;

    @Option(
            names = "--session",
            paramLabel = "ID",
            description = "Calls of this session, as `agentgate logs` shows it.")
    private @Nullable String session;

    /** The switch that was asked for. */
    SwitchOrder order(@Nullable String reason, String by) throws CommandException {
        try {
            return SwitchOrder.of(text(), reason, by);
        } catch (WrongFieldException wrong) {
            throw new CommandException(ExitCode.USAGE, problem(wrong));
        }
    }

    private ScopeText text() throws CommandException {
        List<ScopeText> asked = new ArrayList<>();
        if (all) {
            asked.add(ScopeText.of(new KillSwitch.Everything()));
        }
        if (tool != null) {
            asked.add(new ScopeText(TOOL, server, tool));
        } else if (server != null) {
            asked.add(new ScopeText(SERVER, server, null));
        }
        add(asked, "agent", agent);
        add(asked, "caller", caller);
        add(asked, "session", session);
        if (asked.size() != 1) {
            throw new CommandException(
                    ExitCode.USAGE,
                    (asked.isEmpty() ? "say what to stop: " : "say one thing to stop: ")
                            + "--all, --server, --tool, --agent, --caller or --session; a switch"
                            + " stops one, and several may be set");
        }
        return asked.getFirst();
    }

    private static void add(List<ScopeText> asked, String scope, @Nullable String name) {
        if (name != null) {
            asked.add(new ScopeText(scope, null, name));
        }
    }

    /** Options are called otherwise than members. */
    private String problem(WrongFieldException wrong) {
        String option =
                switch (wrong.field()) {
                    case "name" -> tool != null ? TOOL : agent != null ? "agent" : of();
                    default -> wrong.field();
                };
        return "--" + option + " " + wrong.clause();
    }

    private String of() {
        return caller != null ? "caller" : "session";
    }
}
