package io.agentgate.gateway;

import io.agentgate.gateway.access.ShownItems;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.Redactions;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Delivery;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.ListedHints;
import io.agentgate.gateway.call.Pending;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.era.Manner;
import io.agentgate.gateway.era.ToolsLeftOut;
import io.agentgate.gateway.redact.RedactionGuard;
import io.agentgate.gateway.retry.Rounds;
import io.agentgate.policy.PolicySet;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Malformed;
import io.agentgate.protocol.Message;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanned;
import io.agentgate.protocol.Scanner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The way of messages from the server to the client. */
final class Downward {
    private static final String CANCELLED = "notifications/cancelled";
    private static final String PROGRESS = "notifications/progress";
    private static final String TOOLS_LIST = "tools/list";
    private static final String TOOLS_CHANGED = "notifications/tools/list_changed";
    private static final String TASKS = "tasks/";
    private static final String NOTIFICATIONS_TASKS = "notifications/tasks";

    /** What tools are called (MCP 2026-07-28, server, tools). */
    private static final Pattern TELLABLE = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    private final PolicySource policies;
    private final Judgement judgement;
    private final Recorder recorder;
    private final Endings endings;
    private final Rounds rounds;
    private final Clocks clocks;
    private final ListedHints hints;
    private final ServerQuestions questions;
    private final Scanner scanner = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);

    Downward(
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
        this.questions = new ServerQuestions(judgement, recorder, clocks);
    }

    Ruling rule(Session session, byte[] message) {
        Scanned scanned = scanner.scan(message);
        if (scanner.repairs() > 0) {
            recorder.note(
                    "text_repaired",
                    session.identity().id(),
                    scanner.repairs() + " lone surrogates replaced");
        }
        return switch (scanned) {
            case Response response -> releaseAnswer(session, response);
            case Notification notification -> releaseNotification(session, notification);
            case Request request -> releaseRequest(session, request);
            case Malformed malformed -> releaseMalformed(session, malformed);
        };
    }

    Ruling ruleOversized(Session session, byte[] head, byte[] tail) {
        for (Id id : OversizedLine.ids(head, tail)) {
            Pending pending = session.clientRequests().remove(id);
            if (pending != null) {
                return endings.giveUp(
                        pending,
                        Ending.FAILED,
                        CallStatus.ERROR,
                        "the server's answer is too large");
            }
        }
        recorder.note(
                "message_dropped", session.identity().id(), "the server's message is too large");
        return Ruling.DROP;
    }

    private Ruling releaseAnswer(Session session, Response response) {
        Id id = response.id();
        Pending asked = id == null ? null : session.clientRequests().remove(id);
        if (asked == null) {
            recorder.note(
                    "message_dropped",
                    session.identity().id(),
                    "the server answered what nobody waits for");
            return Ruling.DROP;
        }
        Call call = asked.call();
        if (session.retries() > 0 && asked.method().equals(TOOLS_LIST)) {
            session.repeatable().learn(response);
        }
        if (asked.method().equals(TOOLS_LIST) && judgement.asksForBackground(policies.current())) {
            hints.learn(session.identity().server(), response);
        }
        if (asked.method().equals(TOOLS_LIST)) {
            judgement.onToolsListed(session.identity().server(), response);
        }
        session.introduced().answered(asked.method(), response);
        Response answer = fit(session, asked, Tracking.withIdOf(asked, response, scanner));
        if (UrlElicitations.leadAstray(answer)) {
            return leadAstray(session, asked, response);
        }
        Refusal refused = questions.refusal(session, answer, inForce(session, call));
        if (refused != null) {
            recorder.note("message_refused", session.identity().id(), refused.reason());
            return withhold(asked, response, refused);
        }
        return switch (judgement.onDelivery(delivery(session, asked, answer), scanner)) {
            case Judgement.Delivered(Message message, Redactions redactions) -> {
                if (call == null) {
                    recorder.released(session, asked, (Response) message);
                }
                yield call != null
                                && call.isOfTool()
                                && call.received().params().revision() != null
                                && Rounds.asksForInput((Response) message)
                        ? askForInput(asked, call, response, (Response) message, redactions)
                        : endings.answer(asked, response, (Response) message, null, redactions);
            }
            case Judgement.Withheld(Refusal refusal) -> withhold(asked, response, refusal);
        };
    }

    /** The client is told why in place of what its server answered. */
    private Ruling withhold(Pending asked, Response own, Refusal refusal) {
        Call call = asked.call();
        String decisionId = call == null ? null : call.decisionId();
        Frame error = RefusalReply.of(asked.id(), refusal, decisionId);
        Response told = Tracking.scanned(error, scanner);
        return endings.answer(asked, own, told, refusal.reason(), Redactions.NONE);
    }

    /** A list without what its client may not use or must not take. */
    private Response fit(Session session, Pending asked, Response answer) {
        Frame shown =
                ShownItems.of(asked.method(), answer, inForce(session), session.identity(), hints);
        Response rest = shown == null ? answer : Tracking.scanned(shown, scanner);
        return asked.method().equals(TOOLS_LIST) ? valid(session, rest) : rest;
    }

    /** A list without tools that no client over HTTP must take. */
    private Response valid(Session session, Response answer) {
        ToolsLeftOut left =
                session.manner() instanceof Manner.Pipe ? null : ToolsLeftOut.of(answer);
        if (left == null) {
            return answer;
        }
        String name = left.first();
        boolean tellable = name != null && TELLABLE.matcher(name).matches() && mayTell(name);
        recorder.note(
                "tools_dropped",
                session.identity().id(),
                (tellable ? "tool " + name : "a tool")
                        + " of server "
                        + session.identity().server()
                        + (left.count() == 1 ? "" : " and " + (left.count() - 1) + " more")
                        + ": x-mcp-header "
                        + left.reason());
        return Tracking.scanned(left.rest(), scanner);
    }

    private Ruling leadAstray(Session session, Pending asked, Response own) {
        recorder.note("message_refused", session.identity().id(), UrlElicitations.REASON);
        return withhold(asked, own, Refusal.denied(null, UrlElicitations.REASON));
    }

    /** The client comes back with a state of ours, by which the retry is known. */
    private Ruling askForInput(
            Pending asked, Call call, Response own, Response answer, Redactions redactions) {
        Frame wrapped = rounds.wrapped(call, answer);
        if (wrapped != null) {
            Response told = Tracking.scanned(wrapped, scanner);
            return endings.answer(asked, own, told, "asked for input", redactions);
        }
        Refusal refusal = Refusal.unavailable("The server's requestState cannot be passed on");
        return withhold(asked, own, refusal);
    }

    private Ruling releaseNotification(Session session, Notification notification) {
        Id cancelled = notification.params().requestId();
        if (notification.method().equals(CANCELLED) && cancelled != null) {
            session.serverRequests().remove(cancelled);
        }
        if (notification.method().equals(TOOLS_CHANGED)) {
            session.repeatable().forget();
            hints.forget(session.identity().server());
            judgement.onToolsChanged(session.identity().server());
        }
        if (UrlElicitations.leadAstray(notification)) {
            recorder.note("message_dropped", session.identity().id(), UrlElicitations.REASON);
            return Ruling.DROP;
        }
        Refusal refused = questions.refusal(session, notification, inForce(session));
        if (refused != null) {
            recorder.note("message_dropped", session.identity().id(), refused.reason());
            return Ruling.DROP;
        }
        Pending reported = reported(session, notification);
        Delivery delivery =
                reported == null
                        ? delivery(session, notification)
                        : delivery(session, reported, notification);
        return switch (judgement.onDelivery(delivery, scanner)) {
            case Judgement.Delivered(Message message, Redactions ignored) ->
                    new Ruling.Forward(message.frame(), bearing(reported));
            case Judgement.Withheld(Refusal refusal) -> {
                recorder.note("message_dropped", session.identity().id(), refusal.reason());
                yield Ruling.DROP;
            }
        };
    }

    private static Ruling.Bearing bearing(@Nullable Pending reported) {
        return reported == null
                ? Ruling.Bearing.ALONE
                : new Ruling.Bearing.ReportsOn(reported.id());
    }

    /** The request whose progress a notification reports; null if it reports none. */
    private @Nullable Pending reported(Session session, Notification notification) {
        Id token = notification.params().progressToken();
        return notification.method().equals(PROGRESS) && token != null
                ? session.clientRequests().progress(token, clocks.nanoTime())
                : null;
    }

    private Delivery delivery(Session session, Notification notification) {
        Delivery.Origin from =
                notification.method().startsWith(NOTIFICATIONS_TASKS)
                        ? new Delivery.OfSomeTool()
                        : unattributed(session);
        return new Delivery(notification, from, inForce(session));
    }

    /** What names no call may still speak of one that is in progress. */
    private static Delivery.Origin unattributed(Session session) {
        // What a session is for one request alone, other requests may be in progress beside it.
        return session.isShared()
                        || session.manner() instanceof Manner.Alone
                        || session.clientRequests().holdsCalls()
                ? new Delivery.OfSomeTool()
                : new Delivery.OfServer();
    }

    /** What the server says about a request of the client. */
    private Delivery delivery(Session session, Pending asked, Message message) {
        Call call = asked.call();
        if (call != null) {
            Delivery.Origin origin =
                    call.isOfTool()
                            ? new Delivery.OfTool(call.target().name())
                            : new Delivery.OfRequest(call.target());
            return new Delivery(message, origin, call.policies());
        }
        Delivery.Origin from =
                asked.method().startsWith(TASKS)
                        ? new Delivery.OfSomeTool()
                        : new Delivery.OfServer();
        return new Delivery(message, from, inForce(session));
    }

    private PolicySet inForce(Session session, @Nullable Call call) {
        return call == null ? inForce(session) : call.policies();
    }

    private PolicySet inForce(Session session) {
        return policies.current().forServer(session.identity().server());
    }

    private Ruling releaseRequest(Session session, Request request) {
        if (session.manner() instanceof Manner.Alone) {
            recorder.note(
                    "message_dropped",
                    session.identity().id(),
                    "the server asked something, which no server does in this era");
            return Ruling.DROP;
        }
        Ruling lookalike = Lookalikes.refuse(session, request, recorder);
        if (lookalike != null) {
            return lookalike;
        }
        if (UrlElicitations.leadAstray(request)) {
            recorder.note("message_refused", session.identity().id(), UrlElicitations.REASON);
            return new Ruling.Reply(
                    Replies.error(
                            request.id(), ErrorCode.INVALID_PARAMS, UrlElicitations.REASON, null),
                    Ruling.Cause.REFUSED);
        }
        Ruling refused = questions.refuse(session, request, inForce(session), scanner);
        if (refused != null) {
            return refused;
        }
        Delivery delivery = new Delivery(request, unattributed(session), inForce(session));
        return switch (judgement.onDelivery(delivery, scanner)) {
            case Judgement.Delivered(Message message, Redactions ignored) ->
                    Tracking.forward(
                            session.serverRequests(),
                            (Request) message,
                            clocks.nanoTime(),
                            Gatekeeper.MAX_SILENCE_NANOS);
            case Judgement.Withheld(Refusal refusal) ->
                    RefusalReply.toSender(request.id(), refusal, null);
        };
    }

    /**
     * Whether a word of the server's that is no part of a message, such as an event id, may go to
     * the client: it cannot be rewritten, so it must hold nothing that any rule hides.
     */
    boolean mayTell(String word) {
        return RedactionGuard.leaves(word, policies.current());
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
            return endings.giveUp(
                    asked,
                    Ending.UNANSWERED,
                    CallStatus.ERROR,
                    "the server's answer is not valid MCP");
        }
        return malformed.replyDue()
                ? new Ruling.Reply(Replies.error(malformed), Ruling.Cause.NOT_MCP)
                : Ruling.DROP;
    }
}
