package io.agentgate.cli.audit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands on the records as a whole, under one word. */
@Command(
        name = "audit",
        description = {"Verifies the records.", ""},
        subcommands = AuditVerify.class,
        mixinStandardHelpOptions = true)
public final class AuditCommand implements Runnable {
    @Spec private CommandSpec spec;

    /** Without a command of its own it shows which there are, as {@code agentgate} does. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
