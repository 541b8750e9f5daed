package io.agentgate.gateway.arguments;

import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.gateway.redact.RedactionGuard;
import io.agentgate.protocol.Response;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Refuses calls whose arguments do not fit what the server lists of the tool, of those servers of
 * which that is asked. It stands behind the rules, so that who may not call learns nothing, and
 * before all that is charged.
 *
 * <pre>
 *   tools/list answered → listed; list_changed → forgotten
 *   call: listed and fits → pass
 *         listed, does not fit → a result with isError, so that the model can correct itself
 *                                (MCP 2025-11-25, server/tools, error handling)
 *         not listed, or the schema cannot be used → an error
 * </pre>
 */
public final class ArgumentGuard implements Guard {
    /** What refusals name as their rule. */
    public static final String ID = "schema";

    /** Longest reason, in UTF-16 units. */
    static final int MAX_REASON = 600;

    private static final String MISFIT = "The arguments do not fit the tool's inputSchema";

    /** What tools are called (MCP 2026-07-28, server, tools). */
    private static final Pattern TELLABLE = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    private final ListedSchemas listed;
    private volatile Set<String> servers;

    /**
     * A guard that knows no tool yet.
     *
     * @param schemas compiles what servers list
     * @param servers the names of those whose arguments are validated
     */
    public ArgumentGuard(ArgumentSchemas schemas, Set<String> servers) {
        this.listed = new ListedSchemas(schemas);
        this.servers = Set.copyOf(servers);
    }

    /** From now on the arguments of these servers are validated, and of no other. */
    public void validate(Set<String> names) {
        servers = Set.copyOf(names);
        listed.keepOnly(servers);
    }

    /** The names of the servers whose arguments are validated. */
    public Set<String> validated() {
        return servers;
    }

    @Override
    public void onToolsListed(String server, Response list) {
        if (servers.contains(server)) {
            listed.learn(server, list);
        }
    }

    @Override
    public void onToolsChanged(String server) {
        listed.forget(server);
    }

    @Override
    public Verdict onCall(Call call) {
        return verdict(call, "");
    }

    /** What redaction made of the arguments has to fit, too. */
    @Override
    public Verdict onRewritten(Call call) {
        return verdict(call, " once they are redacted");
    }

    private Verdict verdict(Call call, String when) {
        if (!call.isOfTool() || !servers.contains(call.origin().server())) {
            return Verdict.PASS;
        }
        Refusal refusal = refusal(call, when);
        return refusal == null ? Verdict.PASS : new Verdict.Refuse(refusal);
    }

    private @Nullable Refusal refusal(Call call, String when) {
        ListedSchema schema = listed.of(call.origin().server(), call.target().name());
        if (schema == null) {
            return Refusal.denied(
                    ID,
                    "The arguments cannot be checked: the server has not listed "
                            + tool(call)
                            + "; ask for tools/list first");
        }
        try {
            return switch (schema.fit(call.request())) {
                case Fit.Good() -> null;
                case Fit.Bad(List<Misfit> misfits) ->
                        Refusal.toModel(ID, misfit(call, misfits, when));
                case Fit.Untold(String why) ->
                        Refusal.denied(ID, told(call, "The arguments cannot be checked", why));
            };
        } catch (UnusableSchemaException fault) {
            return Refusal.denied(
                    ID,
                    told(
                            call,
                            "The arguments of " + tool(call) + " cannot be checked",
                            "its inputSchema " + fault.getMessage()));
        }
    }

    private static String tool(Call call) {
        String name = call.target().name();
        return TELLABLE.matcher(name).matches() ? "tool " + name : "this tool";
    }

    private static String misfit(Call call, List<Misfit> misfits, String when) {
        return told(
                call,
                MISFIT + when,
                misfits.stream().map(Misfit::toString).collect(Collectors.joining("; ")));
    }

    /** Names of arguments and texts of a schema are told as far as rules leave them as they are. */
    private static String told(Call call, String what, String more) {
        String whole = what + ": " + more;
        String reason = whole.length() > MAX_REASON ? whole.substring(0, MAX_REASON) + "…" : whole;
        return RedactionGuard.leaves(reason, call.policies()) ? reason : what;
    }
}
