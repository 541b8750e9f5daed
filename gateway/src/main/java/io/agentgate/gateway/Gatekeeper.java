package io.agentgate.gateway;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Delivery;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Pending;
import io.agentgate.gateway.call.PendingRequests;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.journal.JournalException;
import io.agentgate.policy.PolicySet;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Malformed;
import io.agentgate.protocol.Message;
import io.agentgate.protocol.Methods;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import io.agentgate.protocol.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The only door: every message of every transport passes here, in either direction.
 *
 * <pre>
 *   client → server   admit:   scan → method → [tools/call: guards → journal] → Forward | Reply
 *   server → client   release: scan → match id → guards → [tools/call: journal] → Forward | Drop
 * </pre>
 *
 * <p>Thread safe over sessions; one thread at a time for each direction of a session.
 */
public final class Gatekeeper {
    /** A request without any sign of life for so long is given up: one hour. */
    public static final long MAX_SILENCE_NANOS = 3_600_000_000_000L;

    private static final String TOOLS_CALL = "tools/call";
    private static final String CANCELLED = "notifications/cancelled";
    private static final String PROGRESS = "notifications/progress";

    private final PolicySource policies;
    private final Judgement judgement;
    private final Recorder recorder;
    private final Clocks clocks;

    /**
     * The door to all sessions of a process.
     *
     * @param guards in the order in which they judge; cheap refusals first
     */
    public Gatekeeper(PolicySource policies, List<Guard> guards, Recorder recorder, Clocks clocks) {
        this.policies = policies;
        this.judgement = new Judgement(guards);
        this.recorder = recorder;
        this.clocks = clocks;
    }

    /** Rules on a message of the client. */
    public Ruling admit(Session session, byte[] message) {
        return switch (session.clientScanner().scan(message)) {
            case Request request -> admitRequest(session, request);
            case Notification notification -> admitNotification(session, notification);
            case Response response -> admitResponse(session, response);
            case Malformed malformed -> refuse(session, malformed);
        };
    }

    /** Rules on a message of the client that is too large to be read; given are its two ends. */
    public Ruling admitOversized(Session session, byte[] head, byte[] tail) {
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

    /** Rules on a message of the server. */
    public Ruling release(Session session, byte[] message) {
        return switch (session.serverScanner().scan(message)) {
            case Response response -> releaseAnswer(session, response);
            case Notification notification -> releaseNotification(session, notification);
            case Request request -> releaseRequest(session, request);
            case Malformed malformed -> releaseMalformed(session, malformed);
        };
    }

    /** Rules on a message of the server that is too large to be read; given are its two ends. */
    public Ruling releaseOversized(Session session, byte[] head, byte[] tail) {
        for (Id id : OversizedLine.ids(head, tail)) {
            Pending pending = session.clientRequests().remove(id);
            if (pending != null) {
                return new Ruling.Forward(
                        giveUp(pending, CallStatus.ERROR, "the server's answer is too large"));
            }
        }
        recorder.note(
                "message_dropped", session.identity().id(), "the server's message is too large");
        return Ruling.DROP;
    }

    /**
     * Ends requests that showed no sign of life for {@link #MAX_SILENCE_NANOS}.
     *
     * @return what to tell the client
     */
    public List<Frame> expire(Session session) {
        long before = clocks.nanoTime() - MAX_SILENCE_NANOS;
        List<Frame> replies = new ArrayList<>();
        for (Pending pending : session.clientRequests().removeSilentSince(before)) {
            replies.add(giveUp(pending, CallStatus.UNKNOWN, "the server did not answer in time"));
        }
        session.serverRequests().removeSilentSince(before);
        return replies;
    }

    /**
     * Ends all requests of a session whose server is gone.
     *
     * @return what to tell the client, if it is still there
     */
    public List<Frame> end(Session session, String reason) {
        List<Frame> replies = new ArrayList<>();
        for (Pending pending : session.clientRequests().removeAll()) {
            replies.add(giveUp(pending, CallStatus.UNKNOWN, reason));
        }
        session.serverRequests().removeAll();
        return replies;
    }

    // client → server

    private Ruling admitRequest(Session session, Request request) {
        if (request.method().equals(TOOLS_CALL)) {
            return admitCall(session, request);
        }
        Ruling lookalike = refuseLookalike(session, request);
        return lookalike != null ? lookalike : track(session.clientRequests(), request);
    }

    private Ruling admitCall(Session session, Request request) {
        Call call = newCall(session, request, request.id().toString());
        Refusal refusal = judgement.onCall(call, session.clientScanner());
        if (refusal == null) {
            refusal = occupy(session, call);
        }
        try {
            recorder.decided(call, refusal);
        } catch (JournalException notRecorded) {
            if (refusal == null) {
                session.clientRequests().remove(request.id());
            }
            refusal = Refusal.unavailable("The audit journal cannot record this call");
        }
        if (refusal == null) {
            return new Ruling.Forward(call.request().frame());
        }
        judgement.onSettled(call, Ending.NOT_SENT);
        return new Ruling.Reply(RefusalReply.of(request.id(), refusal, call.decisionId()));
    }

    private Call newCall(Session session, Request request, @Nullable String requestId) {
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
                        requestId);
        return new Call(
                recorder.nextId(),
                origin,
                policies.current(),
                clocks.now(),
                clocks.nanoTime(),
                request);
    }

    private static @Nullable Refusal occupy(Session session, Call call) {
        return switch (session.clientRequests().add(call.received().id(), Pending.governed(call))) {
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

    private Ruling track(PendingRequests waiting, Request request) {
        return switch (waiting.add(request.id(), Pending.ungoverned(request, clocks.nanoTime()))) {
            case ADMITTED -> new Ruling.Forward(request.frame());
            case DUPLICATE ->
                    reply(
                            request.id(),
                            ErrorCode.INVALID_REQUEST,
                            "this id belongs to a request in progress");
            case FULL ->
                    reply(
                            request.id(),
                            Refusal.UNAVAILABLE,
                            "too many requests wait for an answer");
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
            recorder.note(
                    "message_refused", session.identity().id(), "a look-alike of a method's name");
            return Ruling.DROP;
        }
        Id cancelled = notification.params().requestId();
        if (method.equals(CANCELLED) && cancelled != null) {
            cancel(session, cancelled);
        }
        return new Ruling.Forward(notification.frame());
    }

    private void cancel(Session session, Id id) {
        Pending pending = session.clientRequests().remove(id);
        if (pending != null) {
            giveUp(pending, CallStatus.CANCELLED, "cancelled by the client");
        }
    }

    private Ruling admitResponse(Session session, Response response) {
        Pending asked =
                response.id() == null ? null : session.serverRequests().remove(response.id());
        if (asked == null) {
            recorder.note(
                    "message_dropped",
                    session.identity().id(),
                    "the client answered what nobody asked");
            return Ruling.DROP;
        }
        return new Ruling.Forward(withIdOf(asked, response, session.clientScanner()).frame());
    }

    private Ruling refuse(Session session, Malformed malformed) {
        recorder.note("message_refused", session.identity().id(), malformed.reason());
        return malformed.replyDue() ? new Ruling.Reply(Replies.error(malformed)) : Ruling.DROP;
    }

    private @Nullable Ruling refuseLookalike(Session session, Request request) {
        String resembled = Methods.lookalike(request.method());
        if (resembled == null) {
            return null;
        }
        recorder.note(
                "message_refused", session.identity().id(), "a look-alike of a method's name");
        return reply(
                request.id(),
                ErrorCode.METHOD_NOT_FOUND,
                "method not found; it resembles " + resembled);
    }

    // server → client

    private Ruling releaseAnswer(Session session, Response response) {
        Pending asked =
                response.id() == null ? null : session.clientRequests().remove(response.id());
        if (asked == null) {
            recorder.note(
                    "message_dropped",
                    session.identity().id(),
                    "the server answered what nobody waits for");
            return Ruling.DROP;
        }
        Call call = asked.call();
        PolicySet set = call == null ? policies.current() : call.policies();
        Response answer = withIdOf(asked, response, session.serverScanner());
        return switch (judgement.onDelivery(
                new Delivery(answer, call, set), session.serverScanner())) {
            case Judgement.Delivered(Message message) ->
                    new Ruling.Forward(settle(asked, (Response) message, null));
            case Judgement.Withheld(Refusal refusal) -> {
                String decisionId = call == null ? null : call.decisionId();
                Frame error = RefusalReply.of(asked.id(), refusal, decisionId);
                yield new Ruling.Forward(
                        settle(asked, parsed(error, session.serverScanner()), refusal));
            }
        };
    }

    private static Response parsed(Frame own, Scanner scanner) {
        if (scanner.scan(own.bytes()) instanceof Response response) {
            return response;
        }
        throw new IllegalStateException("a response of our own making does not scan");
    }

    /** Records an answer before it goes out; an answer that cannot be recorded does not. */
    private Frame settle(Pending asked, Response answer, @Nullable Refusal withheld) {
        Call call = asked.call();
        if (call == null) {
            return answer.frame();
        }
        boolean failed = isFailure(answer);
        judgement.onSettled(call, failed ? Ending.FAILED : Ending.ANSWERED);
        try {
            recorder.answered(
                    call,
                    failed || ToolResult.isError(answer) ? CallStatus.ERROR : CallStatus.ALLOWED,
                    withheld == null ? null : withheld.reason(),
                    answer);
            return answer.frame();
        } catch (JournalException notRecorded) {
            return RefusalReply.of(
                    asked.id(),
                    Refusal.unavailable("The audit journal cannot record the answer"),
                    call.decisionId());
        }
    }

    private static boolean isFailure(Response response) {
        return switch (response.outcome()) {
            case Response.Failure ignored -> true;
            case Response.Result ignored -> false;
        };
    }

    private Ruling releaseNotification(Session session, Notification notification) {
        Id token = notification.params().progressToken();
        if (notification.method().equals(PROGRESS) && token != null) {
            session.clientRequests().progress(token, clocks.nanoTime());
        }
        Id cancelled = notification.params().requestId();
        if (notification.method().equals(CANCELLED) && cancelled != null) {
            session.serverRequests().remove(cancelled);
        }
        return switch (deliver(session, notification)) {
            case Judgement.Delivered(Message message) -> new Ruling.Forward(message.frame());
            case Judgement.Withheld(Refusal refusal) -> {
                recorder.note("message_dropped", session.identity().id(), refusal.reason());
                yield Ruling.DROP;
            }
        };
    }

    private Ruling releaseRequest(Session session, Request request) {
        Ruling lookalike = refuseLookalike(session, request);
        if (lookalike != null) {
            return lookalike;
        }
        return switch (deliver(session, request)) {
            case Judgement.Delivered(Message message) ->
                    track(session.serverRequests(), (Request) message);
            case Judgement.Withheld(Refusal refusal) ->
                    new Ruling.Reply(RefusalReply.of(request.id(), refusal, null));
        };
    }

    private Judgement.Delivering deliver(Session session, Message message) {
        return judgement.onDelivery(
                new Delivery(message, null, policies.current()), session.serverScanner());
    }

    private Ruling releaseMalformed(Session session, Malformed malformed) {
        recorder.note(
                "message_dropped",
                session.identity().id(),
                "the server's message is not MCP: " + malformed.reason());
        Id id = malformed.id();
        Pending asked =
                id == null || malformed.shape() == Malformed.Shape.REQUEST
                        ? null
                        : session.clientRequests().remove(id);
        if (asked != null) {
            return new Ruling.Forward(
                    giveUp(asked, CallStatus.ERROR, "the server's answer is not valid MCP"));
        }
        return malformed.replyDue() ? new Ruling.Reply(Replies.error(malformed)) : Ruling.DROP;
    }

    // both

    /** Ends a request without the server's answer; gives the error its sender is told. */
    private Frame giveUp(Pending pending, CallStatus status, String reason) {
        Call call = pending.call();
        if (call == null) {
            return Replies.error(pending.id(), ErrorCode.INTERNAL_ERROR, reason, null);
        }
        judgement.onSettled(call, Ending.UNANSWERED);
        Refusal told =
                new Refusal(ErrorCode.INTERNAL_ERROR, CallDecision.FAILED, null, reason, null);
        try {
            recorder.unanswered(call, status, reason);
        } catch (JournalException notRecorded) {
            // The decision is recorded; whoever drains the journal closes the call as unknown.
            told = Refusal.unavailable("The audit journal cannot record how this call ended");
        }
        return RefusalReply.of(pending.id(), told, call.decisionId());
    }

    /** An answer under the id as its asker spelled it: {@code 1} may answer {@code 1.0}. */
    private static Response withIdOf(Pending asked, Response response, Scanner scanner) {
        Id id = response.id();
        Span idSpan = response.idSpan();
        byte[] spelled = asked.id().raw();
        if (id == null || idSpan == null || Arrays.equals(id.raw(), spelled)) {
            return response;
        }
        return parsed(response.frame().splice(List.of(new Edit(idSpan, spelled))), scanner);
    }

    private static Ruling reply(Id id, int code, String message) {
        return new Ruling.Reply(Replies.error(id, code, message, null));
    }
}
