package io.agentgate.cli.audit;

import picocli.CommandLine.Command;

/** The commands on the records as a whole, under one word. */
@Command(
        name = "audit",
        description = {"Verifies the records.", ""},
        subcommands = AuditVerify.class,
        mixinStandardHelpOptions = true)
public final class AuditCommand {}
