package io.agentgate.gateway.federation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.agentgate.gateway.call.Refusal;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Message;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Value;

/** What becomes of the client's messages. */
final class FromClient {
    private static final byte[] EMPTY = "{}".getBytes(US_ASCII);

    private final Conversation conversation;
    private final Router router;
    private final BackChannel back;

    FromClient(Conversation conversation, BackChannel back) {
        this.conversation = conversation;
        this.back = back;
        router = new Router(conversation);
    }

    void take(Message message) {
        switch (message) {
            case Request request -> take(request);
            case Notification notification -> take(notification);
            case Response response -> back.answer(response);
        }
    }

    private void take(Request request) {
        Id id = request.id();
        if (OwnRequests.isOwn(id)) {
            refuse(id, ErrorCode.INVALID_REQUEST, "ids of this form are the gateway's own");
        } else if (conversation.requests.contains(id)) {
            refuse(id, ErrorCode.INVALID_REQUEST, "this id belongs to a request in progress");
        } else if (conversation.requests.isFull()) {
            refuse(id, Refusal.UNAVAILABLE, "too many requests wait for an answer");
        } else {
            carryOut(request);
        }
    }

    private void carryOut(Request request) {
        switch (request.method()) {
            case "ping" ->
                    conversation.out.answer(request.id(), Replies.result(request.id(), EMPTY));
            case "initialize" -> initialize(request);
            default -> {
                if (conversation.isOpen()) {
                    ask(request);
                } else {
                    refuse(
                            request.id(),
                            ErrorCode.INVALID_REQUEST,
                            "this session is not initialized");
                }
            }
        }
    }

    private void initialize(Request request) {
        if (conversation.phase() == Conversation.Phase.NEW) {
            new Beginning(conversation, request).begin();
        } else {
            refuse(request.id(), ErrorCode.INVALID_REQUEST, "this session was initialized before");
        }
    }

    private void ask(Request request) {
        ListKind kind = ListKind.of(request.method());
        if (kind != null) {
            new Listing(conversation, kind, request).begin();
        } else if (request.method().equals("logging/setLevel")) {
            new Levelling(conversation, request).begin();
        } else {
            router.route(request);
        }
    }

    private void refuse(Id id, int code, String reason) {
        conversation.out.refuse(id, code, reason);
    }

    private void take(Notification notification) {
        switch (notification.method()) {
            case "notifications/initialized" -> initialized(notification);
            case "notifications/roots/list_changed" -> tellAll(notification);
            case "notifications/cancelled" -> cancel(notification);
            case "notifications/progress" -> back.progress(notification);
            case "notifications/tasks/status" -> tellOwner(notification);
            default -> conversation.out.note(null, "a notification of the client names no server");
        }
    }

    private void initialized(Notification notification) {
        if (!conversation.isOpen()) {
            conversation.out.note(null, "the client is ready before it was answered");
            return;
        }
        conversation.initialized(notification.frame());
        tellAll(notification);
    }

    private void tellAll(Notification notification) {
        for (Member member : conversation.ready(every -> true)) {
            conversation.out.toServer(member, notification.frame());
        }
    }

    /** The client's own task: of the server that asked for it. */
    private void tellOwner(Notification notification) {
        Value id = Value.of(notification.frame()).member("params", "taskId");
        String task = id == null ? null : id.text();
        for (Member member : conversation.ready(every -> task != null && every.owns(task))) {
            conversation.out.toServer(member, notification.frame());
        }
    }

    private void cancel(Notification notification) {
        Id id = notification.params().requestId();
        ClientRequests.InFlight request = id == null ? null : conversation.requests.get(id);
        if (id == null || request == null) {
            conversation.out.note(null, "the client cancels what is not in progress");
            return;
        }
        switch (request) {
            case ClientRequests.Routed routed -> {
                conversation.requests.remove(id);
                conversation.out.toServer(routed.member(), notification.frame());
            }
            case ClientRequests.Gathered gathered -> cancel(id, gathered.gathering());
        }
    }

    private void cancel(Id id, Gathering gathering) {
        switch (gathering) {
            // MCP, lifecycle: initialize must not be cancelled.
            case Beginning beginning ->
                    conversation.out.note(null, "the client cancels initialize");
            case Search search -> {
                conversation.requests.remove(id);
                search.forget(id);
            }
            case Listing listing -> giveUp(id, listing);
            case Levelling levelling -> giveUp(id, levelling);
            case Asking asking -> giveUp(id, asking);
            case Arrival arrival -> {}
            case Ignored ignored -> {}
        }
    }

    private void giveUp(Id id, Gathering gathering) {
        conversation.requests.remove(id);
        conversation.own.cancel(gathering);
    }
}
