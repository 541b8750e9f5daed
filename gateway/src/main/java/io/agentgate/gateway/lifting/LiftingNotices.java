package io.agentgate.gateway.lifting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Era;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.LogLevel;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Span;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notifications of a handshake session as the stateless era spells them. */
public final class LiftingNotices {
    private LiftingNotices() {}

    /** Progress, under the token that the client gave. */
    public static Frame progress(Notification progress, Id token) {
        Span place = progress.params().progressTokenSpan();
        return place == null
                ? progress.frame()
                : progress.frame().splice(List.of(new Edit(place, token.raw())));
    }

    /**
     * Whether a message that a server says beside its answer may be told to a request: no log
     * message to one that named no level, and none below that (MCP 2026-07-28, logging).
     *
     * @param asked the level that the request names
     */
    public static boolean mayTell(Frame message, @Nullable LogLevel asked) {
        Span method = ObjectMembers.of(message, ObjectMembers.whole(message)).get("method");
        if (!"notifications/message".equals(ObjectMembers.text(message, method))) {
            return true;
        }
        LogLevel of =
                LogLevel.of(
                        ObjectMembers.text(message, ObjectMembers.at(message, "params", "level")));
        return asked != null && of != null && of.reaches(asked);
    }

    /** The level of a log message; null if it names none. */
    public static @Nullable LogLevel level(Notification message) {
        Frame frame = message.frame();
        return LogLevel.of(ObjectMembers.text(frame, ObjectMembers.at(frame, "params", "level")));
    }

    /** Whether a client of the stateless era may be told it while one of its requests runs. */
    public static boolean isOfRequests(Notification notification) {
        return !Era.Stateless.hasRemoved(notification.method())
                && !notification.method().startsWith("notifications/tasks");
    }

    /** A notification on the stream of a subscription. */
    public static Frame tagged(Notification notification, Id subscription) {
        Frame frame = notification.frame();
        Span params = ObjectMembers.object(frame, notification.params().span());
        if (params == null) {
            return bare(notification.method(), subscription);
        }
        Map<String, Span> members = ObjectMembers.of(frame, params);
        Span meta = ObjectMembers.object(frame, members.get(Reserved.META));
        String tag = "\"" + Reserved.SUBSCRIPTION_ID + "\":" + subscription;
        Edit edit =
                meta == null
                        ? behind(
                                params,
                                members.isEmpty(),
                                "\"" + Reserved.META + "\":{" + tag + "}")
                        : behind(meta, ObjectMembers.of(frame, meta).isEmpty(), tag);
        return frame.splice(List.of(edit));
    }

    /** Puts members behind the bracket that begins an object. */
    private static Edit behind(Span object, boolean empty, String members) {
        String text = members + (empty ? "" : ",");
        return new Edit(new Span(object.start() + 1, object.start() + 1), text.getBytes(UTF_8));
    }

    private static Frame bare(String method, Id subscription) {
        JsonWriter json = new JsonWriter().beginObject().name("jsonrpc").value("2.0");
        json.name("method").value(method).name("params").beginObject();
        json.name(Reserved.META).beginObject();
        json.name(Reserved.SUBSCRIPTION_ID).raw(subscription.raw()).endObject();
        return Frame.of(json.endObject().endObject().toBytes());
    }
}
