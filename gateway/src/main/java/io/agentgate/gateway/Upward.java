package io.agentgate.gateway;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.ListedHints;
import io.agentgate.gateway.call.Pending;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Seen;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.Targets;
import io.agentgate.gateway.era.Manner;
import io.agentgate.gateway.era.Objection;
import io.agentgate.gateway.journal.JournalException;
import io.agentgate.gateway.retry.Rounds;
import io.agentgate.policy.Target;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Malformed;
import io.agentgate.protocol.Methods;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanned;
import io.agentgate.protocol.Scanner;
import org.jspecify.annotations.Nullable;

/** The way of messages from the client to the server. */
final class Upward {
    private static final String TOOLS_CALL = "tools/call";
    private static final String INITIALIZE = "initialize";
    private static final String DISCOVER = "server/discover";
    private static final String NO_SESSION =
            "this message belongs to no session; initialize begins one";
    private static final String CANCELLED = "notifications/cancelled";

    private final PolicySource policies;
    private final Judgement judgement;
    private final Recorder recorder;
    private final Endings endings;
    private final Rounds rounds;
    private final Clocks clocks;
    private final ListedHints hints;
    private final Scanner scanner = new Scanner(Limits.DEFAULT, Peer.CLIENT);

    Upward(
            PolicySource policies,
            Judgement judgement,
            Recorder recorder,
            Endings endings,
            Rounds rounds,
            Clocks clocks,
            ListedHints hints) {
        this.policies = policies;
        this.judgement = judgement;
        this.recorder = recorder;
        this.endings = endings;
        this.rounds = rounds;
        this.clocks = clocks;
        this.hints = hints;
    }

    Ruling rule(Session session, byte[] message) {
        return rule(session, scanner.scan(message));
    }

    /** Rules on the first message of a session, which begins it or is refused. */
    Ruling ruleFirst(Session session, byte[] message) {
        Scanned scanned = scanner.scan(message);
        return switch (scanned) {
            case Request request when isOfTheOtherEra(request) -> rule(session, request);
            case Request request when !request.method().equals(INITIALIZE) ->
                    new Ruling.Reply(
                            Replies.error(
                                    request.id(), ErrorCode.INVALID_REQUEST, NO_SESSION, null),
                            Ruling.Cause.NO_SESSION);
            case Notification notification -> withoutSession();
            case Response response -> withoutSession();
            case Request request -> rule(session, request);
            case Malformed malformed -> rule(session, malformed);
        };
    }

    /**
     * Refused for that, so that its sender knows. Whoever asks what is spoken is told that there is
     * no session: any other word could be taken for a yes (MCP 2026-07-28, versioning).
     */
    private static boolean isOfTheOtherEra(Request request) {
        return request.params().revision() != null && !request.method().equals(DISCOVER);
    }

    private static Ruling withoutSession() {
        return new Ruling.Reply(
                Replies.error(null, ErrorCode.INVALID_REQUEST, NO_SESSION, null),
                Ruling.Cause.NO_SESSION);
    }

    private Ruling rule(Session session, Scanned scanned) {
        session.used(clocks.nanoTime());
        return switch (scanned) {
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
                Replies.error(id, ErrorCode.INVALID_REQUEST, "message is too large", null),
                Ruling.Cause.NOT_MCP);
    }

    /** What speaks against a message, whatever it asks for; null if nothing does. */
    @Nullable Ruling objection(Session session, Scanned message) {
        return switch (message) {
            case Request request -> objection(session, request);
            case Notification notification -> objection(session, notification);
            case Response _ -> objectionToAnswer(session);
            case Malformed malformed -> refuse(session, malformed);
        };
    }

    private @Nullable Ruling objection(Session session, Request request) {
        Objection objection = Objection.to(request, session.manner());
        if (objection != null) {
            return refused(session, tool(request), request.id(), objection);
        }
        if (!request.id().isExact()) {
            String reason = "numeric ids beyond 2^53 are not exact for every peer";
            Ruling reply =
                    new Ruling.Reply(
                            Replies.error(request.id(), ErrorCode.INVALID_REQUEST, reason, null),
                            Ruling.Cause.NOT_MCP);
            return refused(session, tool(request), request.id(), reason, reply);
        }
        return null;
    }

    private Ruling admitRequest(Session session, Request request) {
        Ruling objection = objection(session, request);
        if (objection != null) {
            return objection;
        }
        if (!(session.manner() instanceof Manner.Alone)) {
            session.introduced().asked(request);
        }
        if (request.method().equals(TOOLS_CALL)) {
            return isRetry(request)
                    ? admitRetry(session, request)
                    : admitCall(session, request, null);
        }
        Ruling lookalike = Lookalikes.refuse(session, request, recorder);
        if (lookalike != null) {
            return lookalike;
        }
        return policies.current().governsMoreThanCalls()
                ? admitOther(session, request)
                : pass(session, request);
    }

    /** A request no rule speaks about. */
    private Ruling pass(Session session, Request request) {
        return Tracking.forward(
                session.clientRequests(),
                request,
                clocks.nanoTime(),
                session.timeouts().ofMethod(request.method()));
    }

    /** A request that rules may be about, though it calls no tool. */
    private Ruling admitOther(Session session, Request request) {
        for (Target target : Targets.of(request)) {
            if (!policies.current().governs(target.method())) {
                continue;
            }
            Call call = newCall(session, request, target);
            if (target.method().text().equals(request.method())) {
                return admit(session, call);
            }
            // One of several subscriptions on a stream that stands for as long as it likes: only
            // what is refused is recorded.
            Refusal refusal = judgement.onCall(call, scanner);
            if (refusal != null) {
                return refuseRecorded(call, refusal);
            }
            judgement.onSettled(call, Ending.ANSWERED);
        }
        return pass(session, request);
    }

    private Ruling refuseRecorded(Call call, Refusal refusal) {
        try {
            return AfterRecording.rule(
                    recorder.decided(call, refusal),
                    () -> refuse(call, refusal),
                    () -> refuse(call, refusal));
        } catch (JournalException notRecorded) {
            return refuse(call, refusal);
        }
    }

    private static @Nullable String tool(Request request) {
        return request.method().equals(TOOLS_CALL) ? request.params().name() : null;
    }

    private static boolean isRetry(Request request) {
        return request.params().revision() != null && request.params().hasRequestState();
    }

    /** The client's own input has to be judged as any other; only what is counted differs. */
    private Ruling admitRetry(Session session, Request request) {
        return switch (rounds.retry(session.identity(), request)) {
            case Rounds.Retry.Next next ->
                    scanner.scan(next.frame().bytes()) instanceof Request unwrapped
                            ? admitCall(session, unwrapped, next)
                            : refusedRetry(session, request, "requestState cannot be used");
            case Rounds.Retry.Refused(String reason) -> refusedRetry(session, request, reason);
        };
    }

    private Ruling refusedRetry(Session session, Request request, String reason) {
        return refused(
                session,
                tool(request),
                request.id(),
                new Objection(ErrorCode.INVALID_PARAMS, reason, null));
    }

    private Ruling admitCall(Session session, Request request, Rounds.Retry.@Nullable Next retry) {
        String tool = request.params().name();
        if (tool == null) {
            throw new IllegalStateException("the scan lets no tools/call without a name through");
        }
        Call call = newCall(session, request, Target.tool(tool));
        if (retry != null) {
            call.retries(retry.of(), retry.counted());
        }
        return admit(session, call);
    }

    private Ruling admit(Session session, Call call) {
        Pending pending = Pending.governed(call, session.timeouts());
        Refusal judged = judgement.onCall(call, scanner);
        Refusal refusal = judged != null ? judged : place(session, pending);
        boolean placed = refusal == null;
        if (placed) {
            // Before it is recorded: the next call may be judged before this one has gone.
            count(session, call);
        }
        try {
            return AfterRecording.rule(
                    recorder.decided(call, refusal),
                    () -> refusal == null ? forward(session, call, pending) : refuse(call, refusal),
                    () -> unrecorded(session, call, placed ? pending : null));
        } catch (JournalException notRecorded) {
            return unrecorded(session, call, placed ? pending : null);
        }
    }

    private void count(Session session, Call call) {
        if (!call.isOfTool()) {
            return;
        }
        if (judgement.asksForBackground(call.policies())) {
            session.earlierCalls().add(call.target().name());
        } else {
            session.earlierCalls().miss();
        }
    }

    private static Ruling forward(Session session, Call call, Pending pending) {
        // Only now can an answer find it.
        pending.sent();
        // The client may have given it up while it was being recorded.
        return session.clientRequests().contains(pending)
                ? new Ruling.Forward(call.request().frame(), new Ruling.Bearing.Asks(pending.id()))
                : Ruling.DROP;
    }

    private Ruling refuse(Call call, Refusal refusal) {
        judgement.onSettled(call, Ending.NOT_SENT);
        return RefusalReply.toCaller(call, refusal);
    }

    private Ruling unrecorded(Session session, Call call, @Nullable Pending placed) {
        if (placed != null && !session.clientRequests().withdraw(placed)) {
            return Ruling.DROP;
        }
        if (placed != null) {
            session.earlierCalls().withdraw(call.target().name());
            recorder.withdrawn(call);
        }
        return refuse(call, Refusal.unavailable("The audit journal cannot record this call"));
    }

    private Call newCall(Session session, Request request, Target target) {
        Call call =
                new Call(
                        recorder.nextId(),
                        origin(session, target.label(), request.id()),
                        session.identity().roles(),
                        policies.current().forServer(session.identity().server()),
                        clocks.now(),
                        clocks.nanoTime(),
                        request);
        call.isAbout(target);
        if (judgement.asksForBackground(call.policies())) {
            call.comesAfter(new Seen(hints, session, target));
        }
        return call;
    }

    private static CallOrigin origin(Session session, String tool, @Nullable Id id) {
        return new CallOrigin(
                session.identity().id(),
                session.identity().agent(),
                session.identity().caller(),
                session.identity().server(),
                tool,
                id == null ? null : id.toString());
    }

    /** Keeps a place for the answer; says why there is none, or null. */
    private static @Nullable Refusal place(Session session, Pending pending) {
        return switch (session.clientRequests().add(pending.id(), pending)) {
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

    private @Nullable Ruling objection(Session session, Notification notification) {
        Objection objection = Objection.to(notification, session.manner());
        return objection == null ? null : refused(session, null, null, objection);
    }

    private Ruling admitNotification(Session session, Notification notification) {
        Ruling objection = objection(session, notification);
        if (objection != null) {
            return objection;
        }
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
        Ruling forward = new Ruling.Forward(notification.frame(), Ruling.Bearing.ALONE);
        if (method.equals(CANCELLED) && session.manner() instanceof Manner.Alone) {
            // Over HTTP whoever leaves cancels; an id alone may be another client's (MCP
            // 2026-07-28,
            // cancellation).
            recorder.note(
                    "message_dropped",
                    session.identity().id(),
                    "the client cancelled by an id, which is nobody's in this era");
            return Ruling.DROP;
        }
        if (method.equals(CANCELLED) && cancelled != null) {
            boolean here = cancel(session, cancelled);
            if (!here && session.isShared()) {
                return new Ruling.Elsewhere(notification.frame(), forward);
            }
        }
        return forward;
    }

    /** False if no such request waits here. */
    private boolean cancel(Session session, Id id) {
        Pending pending = session.clientRequests().abandon(id);
        if (pending == null) {
            return false;
        }
        endings.giveUp(pending, Ending.CANCELLED, CallStatus.CANCELLED, "cancelled by the client");
        return true;
    }

    private @Nullable Ruling objectionToAnswer(Session session) {
        if (!(session.manner() instanceof Manner.Alone)) {
            return null;
        }
        String reason = "clients answer nothing in this era";
        recorder.note("message_refused", session.identity().id(), reason);
        return new Ruling.Reply(
                Replies.error(null, ErrorCode.INVALID_REQUEST, reason, null), Ruling.Cause.NOT_MCP);
    }

    private Ruling admitResponse(Session session, Response response) {
        Ruling objection = objectionToAnswer(session);
        if (objection != null) {
            return objection;
        }
        Id id = response.id();
        Pending asked = id == null ? null : session.serverRequests().remove(id);
        if (asked == null && session.isShared()) {
            return new Ruling.Elsewhere(response.frame(), Ruling.DROP);
        }
        if (asked == null) {
            recorder.note(
                    "message_dropped",
                    session.identity().id(),
                    "the client answered what nobody asked");
            return Ruling.DROP;
        }
        return new Ruling.Forward(
                Tracking.withIdOf(asked, response, scanner).frame(),
                new Ruling.Bearing.Answers(asked.id()));
    }

    private Ruling refuse(Session session, Malformed malformed) {
        if (!malformed.replyDue()) {
            recorder.note("message_refused", session.identity().id(), malformed.reason());
            return Ruling.DROP;
        }
        return refused(
                session,
                malformed.tool(),
                malformed.id(),
                malformed.reason(),
                new Ruling.Reply(Replies.error(malformed), Ruling.Cause.NOT_MCP));
    }

    private Ruling refused(
            Session session, @Nullable String tool, @Nullable Id id, Objection objection) {
        Frame error = Replies.error(id, objection.code(), objection.reason(), objection.data());
        Ruling.Cause cause =
                objection.code() == ErrorCode.METHOD_NOT_FOUND
                        ? Ruling.Cause.NO_METHOD
                        : Ruling.Cause.NOT_MCP;
        return refused(session, tool, id, objection.reason(), new Ruling.Reply(error, cause));
    }

    /**
     * Records a message that goes back: a call as a call where it can be told of which tool, since
     * whoever made it looks for it there.
     */
    private Ruling refused(
            Session session, @Nullable String tool, @Nullable Id id, String reason, Ruling reply) {
        if (tool == null) {
            recorder.note("message_refused", session.identity().id(), reason);
            return reply;
        }
        try {
            CallOrigin origin = origin(session, tool, id);
            return AfterRecording.rule(
                    recorder.unreadable(
                            origin,
                            policies.current().forServer(session.identity().server()),
                            reason),
                    () -> reply,
                    () -> reply);
        } catch (JournalException notRecorded) {
            return reply;
        }
    }
}
