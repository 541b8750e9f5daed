package io.agentgate.cli.keys;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.caller.CallerKey;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes an API key back for good. */
@Command(
        name = "revoke",
        description = {"Revokes an API key; running gateways refuse it within a second.", ""},
        mixinStandardHelpOptions = true)
final class KeysRevoke implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "ID",
            description = "Id of the key, as `agentgate keys list` shows it, or the whole key.")
    private String id = "";

    @Override
    public Integer call() throws CommandException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String word = said(StoredKeys.ofProcess().revoke(id, now));
        PrintWriter out = spec.commandLine().getOut();
        out.println(word);
        out.flush();
        return ExitCode.OK;
    }

    private static String said(CallerKey key) {
        return key.revoked() == null
                ? "Key " + key.id() + " of " + key.caller().name() + " is revoked."
                : "Key " + key.id() + " was revoked already, at " + key.revoked() + ".";
    }
}
