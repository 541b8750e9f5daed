package io.agentgate.gateway;

import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Pending;
import io.agentgate.gateway.call.Session;
import java.util.Set;

/** Whether a request that was lost may be sent again: its server is not to do a thing twice. */
final class Repeats {
    /** Requests that change nothing, besides those whose names end in {@value #LIST}. */
    private static final Set<String> IDEMPOTENT =
            Set.of("resources/read", "prompts/get", "completion/complete", "ping");

    private static final String LIST = "/list";

    private Repeats() {}

    static boolean allow(Session session, Pending pending, Loss loss) {
        return switch (loss) {
            case NOT_SENT -> true;
            case BROKEN -> !pending.isReportedOn() && isIdempotent(session, pending);
            case NO_ANSWER, TURNED_AWAY -> false;
        };
    }

    private static boolean isIdempotent(Session session, Pending pending) {
        Call call = pending.call();
        if (call != null && call.isOfTool()) {
            return session.repeatable().contains(call.origin().tool());
        }
        String method = pending.method();
        return IDEMPOTENT.contains(method) || method.endsWith(LIST);
    }
}
