package io.agentgate.dashboard;

import io.agentgate.protocol.JsonWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;

/** Answers in JSON, none of which may be kept by anybody on the way. */
public final class Answer {
    private Answer() {}

    /** An answer that went well. */
    public static void json(RoutingContext asked, JsonWriter json) {
        json(asked, new String(json.toBytes(), StandardCharsets.UTF_8));
    }

    /** An answer of another status. */
    public static void json(RoutingContext asked, int status, JsonWriter json) {
        String text = new String(json.toBytes(), StandardCharsets.UTF_8);
        send(asked, status, "application/json", text);
    }

    static void json(RoutingContext asked, String json) {
        send(asked, 200, "application/json", json);
    }

    /** The seed's form of an error. */
    public static void error(RoutingContext asked, int status, String words) {
        send(asked, Ready.error(status, words));
    }

    /** An answer in JSON that has only to be sent. */
    record Ready(int status, String json) {
        static Ready error(int status, String words) {
            JsonWriter json = new JsonWriter().beginObject().name("error").value(words).endObject();
            return new Ready(status, new String(json.toBytes(), StandardCharsets.UTF_8));
        }
    }

    static void send(RoutingContext asked, Ready ready) {
        send(asked, ready.status(), "application/json", ready.json());
    }

    static void send(RoutingContext asked, int status, String type, String text) {
        HttpServerResponse response = asked.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(Buffer.buffer(text, "UTF-8"));
    }
}
