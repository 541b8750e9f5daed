package io.agentgate.cli.killswitch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands on kill switches, under one word. */
@Command(
        name = "kill-switch",
        description = {
            "Stops calls at once, whatever the policy says, and lets them go on again.",
            ""
        },
        subcommands = {KillSwitchSet.class, KillSwitchList.class, KillSwitchLift.class},
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Stop everything:  agentgate kill-switch set --all --reason \"WHY\"",
            "It holds in every wrap and serve of the home, and outlives them."
        })
public final class KillSwitchCommand implements Runnable {
    @Spec private CommandSpec spec;

    /** Without a command of its own it shows which there are, as {@code agentgate} does. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
