package io.agentgate.gateway;

import io.agentgate.gateway.access.QuestionAccess;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.journal.JournalException;
import io.agentgate.policy.Method;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Target;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Mention;
import io.agentgate.protocol.Methods;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import org.jspecify.annotations.Nullable;

/**
 * Rules about what servers ask of clients. In the handshake era that is a request, whose denial
 * answers the server; in the stateless era it stands in an answer, which is withheld (MCP
 * 2025-11-25 and 2026-07-28, client, sampling and elicitation).
 */
final class ServerQuestions {
    private static final String INPUTS = "inputRequests";
    private static final Mention MENTION = new Mention(INPUTS);

    private final Judgement judgement;
    private final Recorder recorder;
    private final Clocks clocks;

    ServerQuestions(Judgement judgement, Recorder recorder, Clocks clocks) {
        this.judgement = judgement;
        this.recorder = recorder;
        this.clocks = clocks;
    }

    /** The denial of a request of the server, which is recorded; null if it may be asked. */
    @Nullable Ruling refuse(Session session, Request request, PolicySet policies, Scanner scanner) {
        Method method = policies.governsMoreThanCalls() ? Method.of(request.method()) : null;
        if (method == null || !method.isOfServer() || !policies.governs(method)) {
            return null;
        }
        Target target = new Target(method, "");
        SessionIdentity identity = session.identity();
        Call call =
                new Call(
                        recorder.nextId(),
                        new CallOrigin(
                                identity.id(),
                                identity.agent(),
                                identity.caller(),
                                identity.server(),
                                target.label(),
                                request.id().toString()),
                        identity.roles(),
                        policies,
                        clocks.now(),
                        clocks.nanoTime(),
                        request);
        call.isAbout(target);
        Refusal refusal = judgement.onCall(call, scanner);
        judgement.onSettled(call, refusal == null ? Ending.ANSWERED : Ending.NOT_SENT);
        return refusal == null ? null : refused(call, refusal);
    }

    private Ruling refused(Call call, Refusal refusal) {
        Ruling reply = RefusalReply.toSender(call.received().id(), refusal, call.decisionId());
        try {
            return AfterRecording.rule(recorder.decided(call, refusal), () -> reply, () -> reply);
        } catch (JournalException notRecorded) {
            return reply;
        }
    }

    /** Why an answer must not be told that asks something; null if it may. */
    @Nullable Refusal refusal(Session session, Response answer, PolicySet policies) {
        return answer.outcome() instanceof Response.Result(Span result)
                ? refusal(session, answer.frame(), result, policies)
                : null;
    }

    /** The same of a notification: that of a task says what its task waits for. */
    @Nullable Refusal refusal(Session session, Notification notification, PolicySet policies) {
        Span params = notification.params().span();
        return params == null ? null : refusal(session, notification.frame(), params, policies);
    }

    private @Nullable Refusal refusal(
            Session session, Frame frame, Span object, PolicySet policies) {
        if (!policies.governsMoreThanCalls() || !MENTION.mayStandIn(frame, object)) {
            return null;
        }
        Value inputs = new Value(frame, object).member(INPUTS);
        if (inputs == null) {
            return null;
        }
        for (Value input : inputs.members().values()) {
            Value name = input.member("method");
            Method method = name == null ? null : method(name.text());
            Refusal refusal =
                    method == null || !policies.governs(method)
                            ? null
                            : QuestionAccess.refusal(
                                    session.identity(),
                                    policies,
                                    new Target(method, ""),
                                    params(input),
                                    clocks.now());
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static @Nullable Value params(Value input) {
        Value params = input.member("params");
        return params == null || !params.isObject() ? null : params;
    }

    /** A careless client takes a look-alike for the method itself. */
    private static @Nullable Method method(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String resembled = Methods.lookalike(text);
        return Method.of(resembled == null ? text : resembled);
    }
}
