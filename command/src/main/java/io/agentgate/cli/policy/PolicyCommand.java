package io.agentgate.cli.policy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands on policies, under one word. */
@Command(
        name = "policy",
        description = {"Checks policies and shows what they decide.", ""},
        subcommands = {
            CheckCommand.class,
            ExplainCommand.class,
            LintCommand.class,
            TestCommand.class,
            DiffCommand.class,
            ConvertCommand.class
        },
        mixinStandardHelpOptions = true)
public final class PolicyCommand implements Runnable {
    @Spec private CommandSpec spec;

    /** Without a command of its own it shows which there are, as {@code agentgate} does. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
