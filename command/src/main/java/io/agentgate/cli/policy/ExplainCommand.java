package io.agentgate.cli.policy;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.PaceAsked;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.files.Reason;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.text.CallText;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.policy.text.TrialCall;
import io.agentgate.rehearsal.ExplainReport;
import io.agentgate.rehearsal.Explained;
import io.agentgate.rehearsal.Trial;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what a gateway would decide on a call, or did decide on a recorded one, and why. */
@Command(
        name = "explain",
        description = {
            "Tells what a gateway would decide on a call, or did decide on a recorded one, and"
                    + " why.",
            ""
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "   0  it is told, whatever the decision is",
            "   1  no call of that id is recorded",
            "  64  the command line is wrong",
            "  74  a file cannot be read",
            "  78  the policy, the configuration or the call does not load"
        })
final class ExplainCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    private final Home home;
    private final InputStream in;
    private final InstantSource clock;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "DECISION_ID",
            arity = "0..1",
            description = "A recorded call, by the id that logs --jsonl shows.")
    private @Nullable String decisionId;

    @Option(
            names = "--call",
            paramLabel = "FILE",
            description =
                    "The call as JSON: server, tool, and if need be arguments, agent, roles, time;"
                            + " - is standard input.")
    private @Nullable String call;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "The policy. Default: policy_path of the configuration.")
    private @Nullable Path policy;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file. Default: config.toml in the home, if it is there.")
    private @Nullable Path config;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "When calls come that do not say it: a time with its zone, as"
                            + " 2026-01-05T12:00:00Z. Default: now.")
    private @Nullable String at;

    @Option(
            names = "--prior",
            paramLabel = "FILE",
            description = "Calls that came before, one a line, and are charged first.")
    private @Nullable Path prior;

    @Option(
            names = "--rps",
            paramLabel = "N",
            description = "Calls a second of each agent and tool, as for wrap and serve.")
    private @Nullable String rps;

    @Option(names = "--burst", paramLabel = "N", description = "Such calls at once.")
    private @Nullable String burst;

    @Option(
            names = "--db",
            paramLabel = "FILE",
            description = "SQLite file of the records. Default: agentgate.db in the home.")
    private @Nullable Path database;

    @Option(names = "--json", description = "A JSON object for scripts.")
    private boolean json;

    ExplainCommand() {
        this(Home.ofProcess(), System.in, InstantSource.system());
    }

    ExplainCommand(Home home, InputStream in, InstantSource clock) {
        this.home = home;
        this.in = in;
        this.clock = clock;
    }

    @Override
    public Integer call() throws CommandException {
        if ((call == null) == (decisionId == null)) {
            throw new CommandException(
                    ExitCode.USAGE, "either --call FILE or the id of a recorded call is needed");
        }
        home.look();
        Config loaded = Config.load(home, config);
        Path named = policy != null ? policy : loaded.policyPath();
        PrintWriter out = spec.commandLine().getOut();
        if (decisionId != null) {
            Path file = database != null ? database : loaded.database();
            RecordedCall recorded =
                    RecordedCall.find(home, file, decisionId, spec.commandLine().getErr());
            recorded.explain(loaded.rateLimits(), named, json, out);
            return ExitCode.OK;
        }
        PolicyFile rules = named == null ? PolicyFile.NONE : PolicyArgument.needed(named).file();
        Trial trial = new Trial(rules, loaded.rateLimits(), PaceAsked.of(rps, burst));
        Instant usual = at == null ? clock.instant() : time(at);
        for (TrialCall before : priorCalls()) {
            Explained.judge(trial, before, timeOf(before, usual));
        }
        TrialCall asked = callAsked();
        Explained explained = Explained.of(trial, asked, timeOf(asked, usual));
        ExplainReport report =
                new ExplainReport(rules, named == null ? null : named.toString(), explained);
        if (json) {
            out.println(report.json());
        } else {
            new PrintedReport(report).print(out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static Instant timeOf(TrialCall call, Instant usual) {
        return call.time() == null ? usual : call.time();
    }

    private static Instant time(String text) throws CommandException {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--at takes a time with its zone, as 2026-01-05T12:00:00Z, not `" + text + "`");
        }
    }

    private List<TrialCall> priorCalls() throws CommandException {
        if (prior == null) {
            return List.of();
        }
        try {
            return CallText.lines(Files.readString(prior), prior.toString());
        } catch (IOException unreadable) {
            throw unreadable(prior.toString(), unreadable);
        } catch (PolicyException wrong) {
            throw new CommandException(ExitCode.CONFIG, "call refused\n" + wrong.getMessage());
        }
    }

    private TrialCall callAsked() throws CommandException {
        String name = String.valueOf(call);
        try {
            return name.equals(STANDARD_INPUT)
                    ? CallText.parse(
                            new String(in.readAllBytes(), StandardCharsets.UTF_8), "(input).json")
                    : CallText.parse(Files.readString(Path.of(name)), name);
        } catch (IOException unreadable) {
            throw unreadable(name, unreadable);
        } catch (PolicyException wrong) {
            throw new CommandException(ExitCode.CONFIG, "call refused\n" + wrong.getMessage());
        }
    }

    private static CommandException unreadable(String file, IOException why) {
        return new CommandException(
                ExitCode.IO, "calls in " + file + " cannot be read: " + Reason.of(why));
    }
}
