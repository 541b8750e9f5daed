package io.agentgate.testkit.quota;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.gateway.access.AccessGuard;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.text.PolicyText;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Scanner;
import io.agentgate.testkit.time.FixedClock;
import io.agentgate.testkit.time.ManualTicker;
import java.util.Set;

/** Calls that a policy lets through to a guard over the ledger under test. */
final class RuledCalls {
    private static final String HEAD =
            """
            metadata = { name = "limits", version = "1" }

            [operations]
            read = ["get_*"]
            write = ["put_*"]
            destructive = ["drop_*"]

            [[rules]]
            id = "of-each-operation"
            tool = "*"
            """;

    private final PolicySet policies;
    private final Guard guard;
    private final ManualTicker ticker;

    /**
     * @param limit the keys of a rule that sets a limit for every tool
     */
    RuledCalls(String limit, Guard guard, ManualTicker ticker) {
        try {
            this.policies = PolicyText.parse(HEAD + limit, "policy.toml");
        } catch (PolicyException wrong) {
            throw new AssertionError(wrong);
        }
        this.guard = guard;
        this.ticker = ticker;
    }

    /** Whether the guard lets a call of this tool through. */
    boolean pass(String tool) {
        String message =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\""
                        + tool
                        + "\"}}";
        Call call =
                new Call(
                        "w-1",
                        new CallOrigin("session", "agent", "caller", "server", tool, "1"),
                        Set.of(),
                        policies,
                        new FixedClock().instant(),
                        ticker.getAsLong(),
                        (Request)
                                new Scanner(Limits.DEFAULT, Peer.CLIENT)
                                        .scan(message.getBytes(UTF_8)));
        new AccessGuard().onCall(call);
        return guard.onCall(call) instanceof Verdict.Pass;
    }
}
