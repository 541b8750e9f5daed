package io.agentgate.cli.policy;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Stores;
import io.agentgate.cli.logs.LeftBehind;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Table;
import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.EvaluationText;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.policy.Caller;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Rule;
import io.agentgate.policy.Target;
import io.agentgate.policy.Value;
import io.agentgate.policy.text.CallText;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.policy.text.TrialCall;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.rehearsal.ExplainReport;
import io.agentgate.rehearsal.Explained;
import io.agentgate.rehearsal.ProblemJson;
import io.agentgate.rehearsal.ReadPolicy;
import io.agentgate.rehearsal.Trial;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A call that a gateway recorded, explained by what was recorded and by the policy of today. */
record RecordedCall(CallRecord call) {
    private static final String PARTLY_KEPT =
            "its arguments are not kept whole, so it cannot be decided anew";

    /**
     * Looks a call up.
     *
     * @throws CommandException if it is not recorded, or the records cannot be read
     */
    static RecordedCall find(Home home, Path database, String decisionId, PrintWriter err)
            throws CommandException {
        LeftBehind.collect(home, err);
        if (Files.notExists(database)) {
            throw new CommandException(ExitCode.IO, "there is no database " + database);
        }
        try (AuditLog log = Stores.of(home).log(database)) {
            return new RecordedCall(
                    log.call(decisionId)
                            .orElseThrow(
                                    () ->
                                            new CommandException(
                                                    ExitCode.FAILED,
                                                    "no call `"
                                                            + decisionId
                                                            + "` is recorded in "
                                                            + database)));
        } catch (AuditLogException unreadable) {
            throw new CommandException(ExitCode.IO, String.valueOf(unreadable.getMessage()));
        }
    }

    /** Prints what was decided then and, if the policy of today loads, what it would decide. */
    void explain(RateLimits limits, @Nullable Path policy, boolean json, PrintWriter out) {
        Today today = today(limits, policy);
        if (json) {
            out.println(json(today));
        } else {
            print(today, out);
        }
        out.flush();
    }

    /**
     * What would be decided now.
     *
     * @param report null where that cannot be told
     * @param notes what to know of it
     */
    private record Today(@Nullable ExplainReport report, List<String> notes) {}

    private Today today(RateLimits limits, @Nullable Path policy) {
        List<String> notes = new ArrayList<>();
        PolicyFile rules = PolicyFile.NONE;
        if (policy != null) {
            switch (ReadPolicy.of(policy)) {
                case ReadPolicy.Loaded loaded -> rules = loaded.file();
                case ReadPolicy.Refused refused -> {
                    notes.add(
                            "the policy of today does not load: " + refused.problems().getFirst());
                    return new Today(null, notes);
                }
            }
        }
        Payload kept = call.decision().arguments();
        Value arguments;
        try {
            arguments = kept == null ? null : CallText.arguments(whole(kept));
        } catch (PolicyException notWhole) {
            notes.add(PARTLY_KEPT);
            return new Today(null, notes);
        }
        if (!call.decision().basis().redactions().rules().isEmpty()
                || (kept != null && rules.set().mayHaveRedacted(kept.text()))) {
            notes.add("its arguments are kept redacted, and judged so");
        }
        if (rules.set().rules().stream().anyMatch(rule -> !rule.callers().roles().isAny())) {
            notes.add("roles are not recorded: rules for roles are taken for others' calls");
        }
        if (rules.set().rules().stream().anyMatch(RecordedCall::asksServers)
                || rules.set().asksForOperations()) {
            notes.add(
                    "what servers said of tools is not recorded: it is taken for unknown, and what"
                            + " a tool does for what the policy says");
        }
        CallOrigin origin = call.decision().origin();
        TrialCall asked =
                new TrialCall(
                        origin.server(),
                        Target.ofLabel(origin.tool()),
                        new Caller(origin.agent(), origin.caller(), Set.of()),
                        null,
                        arguments,
                        null);
        Trial trial = new Trial(rules, limits, null);
        return new Today(
                new ExplainReport(
                        rules,
                        policy == null ? null : policy.toString(),
                        Explained.of(trial, asked, call.decision().time())),
                notes);
    }

    private static boolean asksServers(Rule rule) {
        return !rule.scope().annotations().isAny();
    }

    private static String whole(Payload kept) throws PolicyException {
        if (kept.truncated()) {
            throw new PolicyException(List.of());
        }
        return kept.text();
    }

    private void print(Today today, PrintWriter out) {
        CallOrigin origin = call.decision().origin();
        DecisionBasis basis = call.decision().basis();
        line(out, "id", call.decision().decisionId());
        line(out, "time", CallJson.time(call.decision().time()));
        line(out, "call", origin.tool() + " of " + origin.server());
        line(out, "agent", origin.agent());
        line(out, "caller", origin.caller());
        line(out, "decision", word(basis));
        line(out, "status", call.status().word());
        line(out, "rule", basis.rule() == null ? "-" : basis.rule());
        line(out, "reason", basis.reason() == null ? "-" : basis.reason());
        line(out, "revision", basis.revision());
        EvaluationText evaluated = EvaluationText.of(basis.evaluation());
        unlessEmpty(out, "rules", evaluated.rules());
        unlessEmpty(out, "limits", evaluated.limits());
        unlessEmpty(out, "shadow", evaluated.shadow());
        unlessEmpty(out, "candidate", evaluated.candidate());
        if (!call.redactions().rules().isEmpty()) {
            line(out, "redacted", "by " + String.join(", ", call.redactions().rules()));
        }
        out.println();
        out.println("Today:");
        today.notes().forEach(note -> line(out, "note", note));
        if (today.report() != null) {
            new PrintedReport(today.report()).print(out);
        }
    }

    private static String word(DecisionBasis basis) {
        return basis.decision().name().toLowerCase(Locale.ROOT);
    }

    private static void unlessEmpty(PrintWriter out, String name, String text) {
        if (!text.isEmpty()) {
            line(out, name, text);
        }
    }

    private static void line(PrintWriter out, String name, String text) {
        out.println(String.format(Locale.ROOT, "%-10s ", name) + Table.printable(text));
    }

    private String json(Today today) {
        DecisionBasis basis = call.decision().basis();
        JsonWriter json = new JsonWriter().beginObject().name("recorded").beginObject();
        json.name("decision").value(word(basis));
        ProblemJson.text(json.name("rule"), basis.rule());
        ProblemJson.text(json.name("reason"), basis.reason());
        json.name("revision").value(basis.revision());
        json.name("call").raw(CallJson.of(call).getBytes(StandardCharsets.UTF_8)).endObject();
        json.name("today");
        if (today.report() == null) {
            json.nullValue();
        } else {
            json.beginObject();
            today.report().write(json);
            json.endObject();
        }
        json.name("notes").beginArray();
        today.notes().forEach(json::value);
        return new String(json.endArray().endObject().toBytes(), StandardCharsets.UTF_8);
    }
}
