package io.agentgate.cli.keys;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.caller.CallerKey;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an API key, and shows it this once. */
@Command(
        name = "create",
        description = {"Makes an API key and shows it, this once, on standard output.", ""},
        mixinStandardHelpOptions = true)
final class KeysCreate implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "CALLER",
            arity = "0..1",
            description = "Name of the caller in rules and records. Not needed with --rotate.")
    private @Nullable String caller;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "Until when the key is good: 90d, 12h, or never. Default: never.")
    private @Nullable String expires;

    @Option(
            names = "--rotate",
            paramLabel = "ID",
            description = "Replace this key: a new one for the same caller; the old one expires.")
    private @Nullable String rotate;

    @Option(
            names = "--overlap",
            paramLabel = "TIME",
            description = "How long the replaced key stays good. Default: 24h.")
    private @Nullable String overlap;

    @Option(names = "--json", description = "A JSON object for scripts.")
    private boolean json;

    @Override
    public Integer call() throws CommandException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        NewKey made =
                new KeyOrder(caller, expires, rotate, overlap)
                        .fill(StoredKeys.ofProcess(), new SecureRandom(), now);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? KeyJson.text(KeyJson.made(made, now)) : made.key().reveal());
        // The writer alone does not notice a full disk.
        if (out.checkError() || System.out.checkError()) {
            throw new CommandException(
                    ExitCode.IO,
                    "the key could not be written out: `agentgate keys revoke "
                            + made.entry().id()
                            + "`, and try again");
        }
        tell(made);
        return ExitCode.OK;
    }

    private void tell(NewKey made) {
        PrintWriter err = spec.commandLine().getErr();
        CallerKey entry = made.entry();
        err.println(
                "agentgate: key "
                        + entry.id()
                        + " of "
                        + entry.caller().name()
                        + (entry.expires() == null
                                ? " does not expire"
                                : " expires at " + entry.expires())
                        + "; it is shown this once, only its hash is kept");
        CallerKey replaced = made.replaced();
        if (replaced != null) {
            err.println("agentgate: key " + replaced.id() + " is good until " + replaced.expires());
        }
        err.flush();
    }
}
