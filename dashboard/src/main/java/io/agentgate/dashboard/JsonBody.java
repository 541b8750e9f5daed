package io.agentgate.dashboard;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Scanner;
import io.agentgate.protocol.Value;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request's body, which is one object of JSON. A member that would have no effect
 * is an error, as a {@linkplain Parameters parameter} is.
 */
final class JsonBody {
    private final Map<String, Value> members;

    private JsonBody(Map<String, Value> members) {
        this.members = members;
    }

    /** Takes requests whose bodies are read whole, whatever their type is said to be. */
    static void post(Router router, String path, int mostBytes, Handler<RoutingContext> handler) {
        router.post(path)
                .handler(
                        asked -> {
                            asked.request().headers().remove(HttpHeaders.CONTENT_TYPE);
                            asked.next();
                        });
        router.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(mostBytes))
                .handler(handler);
    }

    /**
     * The body of a request.
     *
     * @throws IllegalArgumentException if it is no such object, or has a member that is not among
     *     the known
     */
    static JsonBody of(RoutingContext asked, String... known) {
        Buffer body = asked.body().buffer();
        byte[] bytes = body == null ? new byte[0] : body.getBytes();
        String objection = new Scanner(Limits.DEFAULT, Peer.CLIENT).objection(bytes);
        if (objection != null) {
            throw new IllegalArgumentException(
                    "the body is no JSON that can be used: " + objection);
        }
        Value whole = Value.of(Frame.of(bytes));
        if (!whole.isObject()) {
            throw new IllegalArgumentException("the body is no object of JSON");
        }
        Map<String, Value> members = whole.members();
        for (String name : members.keySet()) {
            if (!Arrays.asList(known).contains(name)) {
                throw new IllegalArgumentException(
                        "there is no member `"
                                + name
                                + "` here; valid: "
                                + String.join(", ", known));
            }
        }
        return new JsonBody(members);
    }

    /** A text; null if there is none. */
    @Nullable String text(String name) {
        Value value = members.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        String text = value.text();
        if (text == null) {
            throw new IllegalArgumentException("`" + name + "` is no text");
        }
        return text;
    }

    /** A text that must be there, and not be blank. */
    String needed(String name) {
        String text = text(name);
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("`" + name + "` is missing");
        }
        return text;
    }
}
