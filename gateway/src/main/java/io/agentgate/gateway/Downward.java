package io.agentgate.gateway;

import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Delivery;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Pending;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.redact.RedactionGuard;
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

/** The way of messages from the server to the client. */
final class Downward {
    private static final String CANCELLED = "notifications/cancelled";
    private static final String PROGRESS = "notifications/progress";
    private static final String TASKS = "tasks/";
    private static final String NOTIFICATIONS_TASKS = "notifications/tasks";

    private final PolicySource policies;
    private final Judgement judgement;
    private final Recorder recorder;
    private final Endings endings;
    private final Clocks clocks;
    private final Scanner scanner = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);

    Downward(
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
        Response answer = Tracking.withIdOf(asked, response, scanner);
        return switch (judgement.onDelivery(delivery(asked, answer), scanner)) {
            case Judgement.Delivered(Message message) ->
                    endings.answer(asked, response, (Response) message, null);
            case Judgement.Withheld(Refusal refusal) -> {
                String decisionId = call == null ? null : call.decisionId();
                Frame error = RefusalReply.of(asked.id(), refusal, decisionId);
                Response told = Tracking.scanned(error, scanner);
                yield endings.answer(asked, response, told, refusal.reason());
            }
        };
    }

    private Ruling releaseNotification(Session session, Notification notification) {
        Id cancelled = notification.params().requestId();
        if (notification.method().equals(CANCELLED) && cancelled != null) {
            session.serverRequests().remove(cancelled);
        }
        return switch (judgement.onDelivery(delivery(session, notification), scanner)) {
            case Judgement.Delivered(Message message) -> new Ruling.Forward(message.frame());
            case Judgement.Withheld(Refusal refusal) -> {
                recorder.note("message_dropped", session.identity().id(), refusal.reason());
                yield Ruling.DROP;
            }
        };
    }

    private Delivery delivery(Session session, Notification notification) {
        if (notification.method().startsWith(NOTIFICATIONS_TASKS)) {
            return new Delivery(notification, new Delivery.OfSomeTool(), policies.current());
        }
        Id token = notification.params().progressToken();
        Pending reported =
                notification.method().equals(PROGRESS) && token != null
                        ? session.clientRequests().progress(token, clocks.nanoTime())
                        : null;
        return reported == null
                ? new Delivery(notification, unattributed(session), policies.current())
                : delivery(reported, notification);
    }

    /** What names no call may still speak of one that is in progress. */
    private static Delivery.Origin unattributed(Session session) {
        return session.isShared() || session.clientRequests().holdsCalls()
                ? new Delivery.OfSomeTool()
                : new Delivery.OfServer();
    }

    /** What the server says about a request of the client. */
    private Delivery delivery(Pending asked, Message message) {
        Call call = asked.call();
        if (call != null) {
            return new Delivery(
                    message, new Delivery.OfTool(call.origin().tool()), call.policies());
        }
        Delivery.Origin from =
                asked.method().startsWith(TASKS)
                        ? new Delivery.OfSomeTool()
                        : new Delivery.OfServer();
        return new Delivery(message, from, policies.current());
    }

    private Ruling releaseRequest(Session session, Request request) {
        Ruling lookalike = Lookalikes.refuse(session, request, recorder);
        if (lookalike != null) {
            return lookalike;
        }
        Delivery delivery = new Delivery(request, unattributed(session), policies.current());
        return switch (judgement.onDelivery(delivery, scanner)) {
            case Judgement.Delivered(Message message) ->
                    Tracking.forward(
                            session.serverRequests(), (Request) message, clocks.nanoTime());
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
