package io.agentgate.cli.policy;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.logs.Since;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Table;
import io.agentgate.rehearsal.PastCall;
import io.agentgate.rehearsal.PolicyDiff;
import io.agentgate.rehearsal.PolicyJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows which recorded calls two policies decide differently. */
@Command(
        name = "diff",
        description = {"Shows which recorded calls another policy would decide differently.", ""},
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "   0  not more changes than --max-changed says, or it is not given",
            "   1  more changes",
            "  64  the command line is wrong",
            "  74  the records or a policy cannot be read",
            "  78  a policy does not load"
        })
final class DiffCommand implements Callable<Integer> {
    private final Home home;
    private final InstantSource clock;
    private final Map<String, String> environment;

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OLD", description = "A policy.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "Another one.")
    private Path after = Path.of("");

    @Option(
            names = "--against",
            paramLabel = "DB|URL",
            description =
                    "The records: a SQLite file, or the address of an audit-service or a dashboard."
                            + " Default: agentgate.db in the home.")
    private @Nullable String against;

    @Option(
            names = "--token-env",
            paramLabel = "VAR",
            description = "The environment variable with the access token for the address.")
    private @Nullable String tokenVariable;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "7d",
            description =
                    "Calls since then: so long ago (10m, 2h, 7d), a day, or a time with its zone."
                            + " Default: ${DEFAULT-VALUE}.")
    private String since = "7d";

    @Option(
            names = "--max-changed",
            paramLabel = "N|P%%",
            description = "End with 1 if more calls than that are decided otherwise.")
    private @Nullable String most;

    @Option(names = "--json", description = "A JSON object for scripts.")
    private boolean json;

    DiffCommand() {
        this(Home.ofProcess(), InstantSource.system(), System.getenv());
    }

    DiffCommand(Home home, InstantSource clock, Map<String, String> environment) {
        this.home = home;
        this.clock = clock;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws CommandException {
        Threshold threshold = most == null ? null : Threshold.parse(most);
        Instant from = Since.parse(since, clock.instant());
        PolicyDiff diff =
                new PolicyDiff(
                        PolicyArgument.needed(before).file(), PolicyArgument.needed(after).file());
        PastCall.Source calls = source();
        try {
            calls.each(from, diff);
        } catch (IOException unreadable) {
            throw new CommandException(ExitCode.IO, String.valueOf(unreadable.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new String(PolicyJson.diff(diff).toBytes(), StandardCharsets.UTF_8));
        } else {
            print(diff, out);
        }
        out.flush();
        return threshold != null && threshold.isExceeded(diff.changed(), diff.calls())
                ? ExitCode.FAILED
                : ExitCode.OK;
    }

    private PastCall.Source source() throws CommandException {
        if (against != null && (against.startsWith("http://") || against.startsWith("https://"))) {
            return ServiceCalls.at(against, token());
        }
        if (tokenVariable != null) {
            throw new CommandException(ExitCode.USAGE, "--token-env goes with an address");
        }
        if (against != null) {
            return new DatabaseCalls(Path.of(against));
        }
        home.look();
        return new DatabaseCalls(Config.load(home, null).database());
    }

    private @Nullable String token() throws CommandException {
        if (tokenVariable == null) {
            return null;
        }
        String token = environment.get(tokenVariable);
        if (token == null || token.isBlank()) {
            throw new CommandException(
                    ExitCode.CONFIG, "the environment variable " + tokenVariable + " is not set");
        }
        return token.strip();
    }

    private static void print(PolicyDiff diff, PrintWriter out) {
        if (diff.changed() > 0) {
            Table table = new Table("Calls", "Agent", "Server", "Tool", "Old", "New", "Examples");
            for (PolicyDiff.Group group : diff.groups()) {
                table.row(
                        Long.toString(group.count()),
                        group.kind().agent(),
                        group.kind().server(),
                        group.kind().tool(),
                        group.kind().from(),
                        group.kind().to(),
                        String.join(", ", group.examples()));
            }
            table.print(out);
            out.println();
        }
        out.println(diff.changed() + " of " + diff.calls() + " calls are decided otherwise");
        if (diff.redacted() > 0) {
            out.println(
                    diff.redacted()
                            + " of them are judged by arguments as they were stored, redacted");
        }
        if (diff.notKept() > 0) {
            out.println(diff.notKept() + " more are left out: their arguments are not kept whole");
        }
    }
}
