package io.agentgate.cli.keys;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Table;
import io.agentgate.gateway.caller.CallerKey;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the API keys, oldest first. */
@Command(
        name = "list",
        description = {"Shows the API keys, oldest first, without anything secret.", ""},
        mixinStandardHelpOptions = true)
final class KeysList implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    @Spec private CommandSpec spec;

    @Option(names = "--json", description = "A JSON object for scripts.")
    private boolean json;

    @Override
    public Integer call() throws CommandException {
        List<CallerKey> keys = StoredKeys.ofProcess().all();
        Instant now = Instant.now();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(KeyJson.text(KeyJson.all(keys, now)));
        } else if (keys.isEmpty()) {
            out.println("No API keys.");
        } else {
            table(keys, now).print(out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static Table table(List<CallerKey> keys, Instant now) {
        Table table = new Table("Id", "Caller", "Created", "Expires", "State");
        for (CallerKey key : keys) {
            Instant expires = key.expires();
            table.row(
                    key.id(),
                    key.caller().name(),
                    TIME.format(key.created()),
                    expires == null ? "never" : TIME.format(expires),
                    key.state(now).word());
        }
        return table;
    }
}
