package io.agentgate.gateway.federation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.agentgate.gateway.Gatekeeper;
import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.call.PendingRequests;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.protocol.Cancellation;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests of servers to the client. Servers choose ids and progress tokens without knowing of
 * each other, so the client sees the gateway's, and each answer finds its way back by them.
 */
final class BackChannel {
    private static final byte[] EMPTY = "{}".getBytes(US_ASCII);

    private final Conversation conversation;
    private final Map<Id, Asked> waiting = new LinkedHashMap<>();
    private final Map<Key, Id> byServer = new HashMap<>();

    /** A request of a server, by the id it gave. */
    private record Key(Member member, Id id) {}

    private static final class Asked {
        final Key key;
        final String method;
        final @Nullable Id token;
        boolean running;
        long alive;

        Asked(Key key, String method, @Nullable Id token) {
            this.key = key;
            this.method = method;
            this.token = token;
        }
    }

    BackChannel(Conversation conversation) {
        this.conversation = conversation;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** A server asks. */
    void ask(Member member, Id id, Incoming request) {
        String method = request.method();
        if (method.equals("ping")) {
            conversation.out.toServer(member, Replies.result(id, EMPTY));
            return;
        }
        Refused refused = objection(member, request);
        if (refused != null) {
            conversation.out.toServer(
                    member, Replies.error(id, refused.code(), refused.reason(), null));
            return;
        }
        Id own = conversation.own.next();
        Key key = new Key(member, id);
        waiting.put(own, new Asked(key, method, request.token()));
        byServer.put(key, own);
        boolean shown = method.startsWith("sampling/") || method.startsWith("elicitation/");
        Frame asked =
                request.asked(
                        Namings.down(member.name(), conversation.names),
                        own,
                        shown ? member.name().text : null);
        conversation.out.toClient(asked, new Bearing.Asks(own));
    }

    private record Refused(int code, String reason) {}

    /** Why the client is not asked; null if it is. */
    private @Nullable Refused objection(Member member, Incoming request) {
        if (!conversation.isOpen() || !member.isReady()) {
            return new Refused(ErrorCode.INVALID_REQUEST, "the client is not initialized yet");
        }
        String needed = capability(request.method());
        if (needed != null && !conversation.clientOffers(needed)) {
            return new Refused(ErrorCode.METHOD_NOT_FOUND, "the client does not declare " + needed);
        }
        if ("tasks".equals(needed)) {
            String task = request.text("taskId");
            if (request.method().equals("tasks/list")) {
                // It would show one server what the client does for others.
                return new Refused(ErrorCode.METHOD_NOT_FOUND, "tasks cannot be listed here");
            }
            if (task == null || !member.owns(task)) {
                return new Refused(ErrorCode.INVALID_PARAMS, "unknown task");
            }
        }
        return waiting.size() >= PendingRequests.MAX_PENDING
                ? new Refused(Refusal.UNAVAILABLE, "too many requests wait for the client")
                : null;
    }

    /** What the client must have declared to be asked; null if nobody knows. */
    private static @Nullable String capability(String method) {
        return switch (method) {
            case "sampling/createMessage" -> "sampling";
            case "elicitation/create" -> "elicitation";
            case "roots/list" -> "roots";
            default -> method.startsWith("tasks/") ? "tasks" : null;
        };
    }

    /** The client answers. */
    void answer(Response response) {
        Id id = response.id();
        Asked asked = id == null ? null : waiting.remove(id);
        Span place = response.idSpan();
        if (asked == null || place == null) {
            conversation.out.note(null, "the client answered what no server asks");
            return;
        }
        byServer.remove(asked.key);
        Member member = asked.key.member();
        List<Edit> edits = new ArrayList<>();
        edits.add(new Edit(place, asked.key.id().raw()));
        if (response.outcome() instanceof Response.Result result) {
            Value value = new Value(response.frame(), result.span());
            Rewriter.collect(value, Places.answer(asked.method), Namings.up(member.name()), edits);
            Value task = value.member("task", "taskId");
            String text = task == null ? null : task.text();
            if (text != null) {
                member.runs(text);
            }
        }
        conversation.out.toServer(member, Edits.splice(response.frame(), edits));
    }

    /** The client reports progress. */
    void progress(Notification notification) {
        Id token = notification.params().progressToken();
        Span place = notification.params().progressTokenSpan();
        Asked asked = token == null ? null : waiting.get(token);
        if (asked == null || asked.token == null || place == null) {
            conversation.out.note(null, "the client reports progress of what no server asks");
            return;
        }
        asked.running = false;
        Edit edit = new Edit(place, asked.token.raw());
        conversation.out.toServer(asked.key.member(), notification.frame().splice(List.of(edit)));
    }

    /** A server wants no answer any more. */
    void cancel(Member member, Incoming notification) {
        Value place = notification.param("requestId");
        Id id = place == null ? null : place.id();
        Id own = id == null ? null : byServer.remove(new Key(member, id));
        if (own == null || place == null) {
            conversation.out.note(member, "it cancels what it does not ask");
            return;
        }
        waiting.remove(own);
        List<Edit> edits = List.of(new Edit(place.span(), own.raw()));
        conversation.out.toClient(notification.frame().splice(edits), Bearing.ALONE);
    }

    /** A server is gone; what it asked needs no answer. */
    void left(Member member) {
        giveUp(asked -> asked.key.member().equals(member), "the server is gone");
    }

    /** Gives up what showed no sign of life for as long as the doors wait. */
    void tick(long nanoTime) {
        for (Asked asked : waiting.values()) {
            if (!asked.running) {
                asked.running = true;
                asked.alive = nanoTime;
            }
        }
        giveUp(
                asked -> nanoTime - asked.alive >= Gatekeeper.MAX_SILENCE_NANOS,
                "there was no answer in time");
    }

    private void giveUp(Predicate<Asked> which, String reason) {
        for (Id own : List.copyOf(waiting.keySet())) {
            Asked asked = waiting.get(own);
            if (asked != null && which.test(asked)) {
                waiting.remove(own);
                byServer.remove(asked.key);
                conversation.out.toClient(Cancellation.of(own, reason), Bearing.ALONE);
            }
        }
    }

    void clear() {
        waiting.clear();
        byServer.clear();
    }
}
