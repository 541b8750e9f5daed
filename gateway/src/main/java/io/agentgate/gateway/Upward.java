package io.agentgate.gateway;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Pending;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.journal.JournalException;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Malformed;
import io.agentgate.protocol.Methods;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import org.jspecify.annotations.Nullable;

/** The way of messages from the client to the server. */
final class Upward {
    private static final String TOOLS_CALL = "tools/call";
    private static final String CANCELLED = "notifications/cancelled";

    private final PolicySource policies;
    private final Judgement judgement;
    private final Recorder recorder;
    private final Endings endings;
    private final Clocks clocks;

    Upward(
            PolicySource policies,
            Judgement judgement,
            Recorder recorder,
            Endings endings,
            Clocks clocks) {
        this.policies = policies;
        this.judgement = judgement;
        this.recorder = recorder;
        this.endings = endings;
        this.clocks = clocks;
    }

    Ruling rule(Session session, byte[] message) {
        return switch (session.clientScanner().scan(message)) {
            case Request request -> admitRequest(session, request);
            case Notification notification -> admitNotification(session, notification);
            case Response response -> admitResponse(session, response);
            case Malformed malformed -> refuse(session, malformed);
        };
    }

    Ruling ruleOversized(Session session, byte[] head, byte[] tail) {
        recorder.note(
                "message_refused", session.identity().id(), "the client's message is too large");
        Id id = null;
        for (Id candidate : OversizedLine.ids(head, tail)) {
            if (id == null && !session.clientRequests().contains(candidate)) {
                id = candidate;
            }
        }
        return new Ruling.Reply(
                Replies.error(id, ErrorCode.INVALID_REQUEST, "message is too large", null));
    }

    private Ruling admitRequest(Session session, Request request) {
        if (!request.id().isExact()) {
            recorder.note("message_refused", session.identity().id(), "an id beyond 2^53");
            return new Ruling.Reply(
                    Replies.error(
                            request.id(),
                            ErrorCode.INVALID_REQUEST,
                            "numeric ids beyond 2^53 are not exact for every peer",
                            null));
        }
        if (request.method().equals(TOOLS_CALL)) {
            return admitCall(session, request);
        }
        Ruling lookalike = Lookalikes.refuse(session, request, recorder);
        return lookalike != null
                ? lookalike
                : Tracking.forward(session.clientRequests(), request, clocks.nanoTime());
    }

    private Ruling admitCall(Session session, Request request) {
        Call call = newCall(session, request);
        Refusal refusal = judgement.onCall(call, session.clientScanner());
        if (refusal == null) {
            refusal = place(session, request.id());
        }
        try {
            recorder.decided(call, refusal);
        } catch (JournalException notRecorded) {
            refusal = Refusal.unavailable("The audit journal cannot record this call");
        }
        if (refusal == null) {
            // Only now can an answer find it. Nobody else adds to this table, so there is room.
            session.clientRequests().add(request.id(), Pending.governed(call));
            return new Ruling.Forward(call.request().frame());
        }
        judgement.onSettled(call, Ending.NOT_SENT);
        return new Ruling.Reply(RefusalReply.of(request.id(), refusal, call.decisionId()));
    }

    private Call newCall(Session session, Request request) {
        String tool = request.params().name();
        if (tool == null) {
            throw new IllegalStateException("the scan lets no tools/call without a name through");
        }
        CallOrigin origin =
                new CallOrigin(
                        session.identity().id(),
                        session.identity().agent(),
                        session.identity().caller(),
                        session.identity().server(),
                        tool,
                        request.id().toString());
        return new Call(
                recorder.nextId(),
                origin,
                policies.current(),
                clocks.now(),
                clocks.nanoTime(),
                request);
    }

    /** Why there is no place for a request with this id, or null. */
    private static @Nullable Refusal place(Session session, Id id) {
        return switch (session.clientRequests().admission(id)) {
            case ADMITTED -> null;
            case DUPLICATE ->
                    new Refusal(
                            ErrorCode.INVALID_REQUEST,
                            CallDecision.FAILED,
                            null,
                            "This id belongs to a request in progress",
                            null);
            case FULL -> Refusal.unavailable("Too many requests wait for an answer");
        };
    }

    private Ruling admitNotification(Session session, Notification notification) {
        String method = notification.method();
        if (method.equals(TOOLS_CALL)) {
            // Without an id nobody could be told how it ended (MCP, basic: requests carry an id).
            recorder.note("message_refused", session.identity().id(), "a tools/call without an id");
            return Ruling.DROP;
        }
        if (Methods.lookalike(method) != null) {
            Lookalikes.note(session, recorder);
            return Ruling.DROP;
        }
        Id cancelled = notification.params().requestId();
        if (method.equals(CANCELLED) && cancelled != null) {
            cancel(session, cancelled);
        }
        return new Ruling.Forward(notification.frame());
    }

    private void cancel(Session session, Id id) {
        Pending pending = session.clientRequests().abandon(id);
        if (pending != null) {
            endings.giveUp(
                    pending, Ending.CANCELLED, CallStatus.CANCELLED, "cancelled by the client");
        }
    }

    private Ruling admitResponse(Session session, Response response) {
        Id id = response.id();
        Pending asked = id == null ? null : session.serverRequests().remove(id);
        if (asked == null) {
            recorder.note(
                    "message_dropped",
                    session.identity().id(),
                    "the client answered what nobody asked");
            return Ruling.DROP;
        }
        return new Ruling.Forward(
                Tracking.withIdOf(asked, response, session.clientScanner()).frame());
    }

    private Ruling refuse(Session session, Malformed malformed) {
        recorder.note("message_refused", session.identity().id(), malformed.reason());
        return malformed.replyDue() ? new Ruling.Reply(Replies.error(malformed)) : Ruling.DROP;
    }
}
