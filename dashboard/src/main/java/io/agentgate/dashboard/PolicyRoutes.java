package io.agentgate.dashboard;

import io.agentgate.gateway.PolicyStore;
import io.agentgate.policy.PolicyException;
import io.agentgate.protocol.JsonWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The routes of the rules: their text as it is in the file, to be read and replaced. */
final class PolicyRoutes {
    private static final int MAX_BYTES = 1 << 20;

    private final ShownPolicy shown;
    private final Blocking blocking;

    PolicyRoutes(ShownPolicy shown, Blocking blocking) {
        this.shown = shown;
        this.blocking = blocking;
    }

    void mount(Router router) {
        router.get("/api/policies").handler(this::read);
        router.get("/api/policies/in-force").handler(this::inForce);
        // Tools call it a form, or nothing; it is the text of a policy.
        router.put("/api/policies")
                .handler(
                        asked -> {
                            asked.request().headers().remove(HttpHeaders.CONTENT_TYPE);
                            asked.next();
                        });
        router.put("/api/policies")
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BYTES))
                .handler(this::replace);
    }

    private void read(RoutingContext asked) {
        blocking.then(
                asked,
                () -> attempt(() -> store().current()),
                result -> result.answer(asked, PolicyRoutes::show));
    }

    private PolicyStore store() throws IOException, NoneException {
        ShownPolicy.Source source = shown.file().now();
        if (source == null) {
            throw new NoneException();
        }
        return source.store();
    }

    private static void show(RoutingContext asked, PolicyStore.Version version) {
        asked.response().putHeader("ETag", tag(version.revision()));
        Answer.send(asked, 200, "text/plain; charset=utf-8", version.text());
    }

    /** Which rules are shown here, and which each running gateway goes by. */
    private void inForce(RoutingContext asked) {
        if (Parameters.areKnown(asked)) {
            blocking.then(
                    asked,
                    () -> {
                        ShownPolicy.Source source = shown.file().now();
                        return inForce(
                                source == null ? null : source.path(), shown.inForce().call());
                    },
                    json -> Answer.json(asked, json));
        }
    }

    private static JsonWriter inForce(@Nullable String source, List<ShownPolicy.InForce> found) {
        JsonWriter json = new JsonWriter().beginObject();
        text(json.name("source"), source);
        json.name("gateways").beginArray();
        for (ShownPolicy.InForce gateway : found) {
            json.beginObject().name("pid").value(gateway.pid());
            json.name("command").value(gateway.command());
            json.name("server").value(gateway.server());
            text(json.name("source"), gateway.source());
            json.name("revision").value(gateway.revision());
            json.name("shown").value(Objects.equals(gateway.source(), source));
            json.endObject();
        }
        return json.endArray().endObject();
    }

    private static void text(JsonWriter json, @Nullable String text) {
        if (text == null) {
            json.nullValue();
        } else {
            json.value(text);
        }
    }

    private void replace(RoutingContext asked) {
        String text = text(asked);
        if (text == null) {
            Answer.error(asked, 400, "the policy is not UTF-8 text");
            return;
        }
        String expected = asked.request().getHeader("If-Match");
        blocking.then(
                asked,
                () ->
                        attempt(
                                () -> {
                                    PolicyStore store = store();
                                    if (expected != null
                                            && !expected.equals("*")
                                            && !expected.equals(tag(store.current().revision()))) {
                                        throw new StaleException();
                                    }
                                    return store.replace(text);
                                }),
                result -> result.answer(asked, PolicyRoutes::replaced));
    }

    private static void replaced(RoutingContext asked, String revision) {
        asked.response().putHeader("ETag", tag(revision));
        JsonWriter json = new JsonWriter().beginObject();
        json.name("ok").value(true).name("revision").value(revision);
        Answer.json(asked, json.endObject());
    }

    private static String tag(String revision) {
        return '"' + revision + '"';
    }

    private static @Nullable String text(RoutingContext asked) {
        Buffer body = asked.body().buffer();
        if (body == null) {
            return "";
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    /** No rules are configured. */
    private static final class NoneException extends Exception {}

    /** Somebody else was quicker. */
    private static final class StaleException extends Exception {}

    /** What became of the attempt to read or replace the rules. */
    private sealed interface Result<A> {
        /** It went well. */
        record Done<A>(A value) implements Result<A> {}

        /** It did not. */
        record Refused<A>(int status, String why) implements Result<A> {}

        default void answer(RoutingContext asked, BiConsumer<RoutingContext, A> show) {
            switch (this) {
                case Done<A>(A value) -> show.accept(asked, value);
                case Refused<A>(int status, String why) -> Answer.error(asked, status, why);
            }
        }
    }

    private static <A> Result<A> attempt(Callable<A> task) throws Exception {
        try {
            return new Result.Done<>(task.call());
        } catch (PolicyException wrong) {
            return new Result.Refused<>(400, String.valueOf(wrong.getMessage()));
        } catch (NoneException none) {
            return new Result.Refused<>(404, "No policy file configured");
        } catch (StaleException stale) {
            return new Result.Refused<>(
                    412, "the policy was changed meanwhile: read it again and repeat the change");
        } catch (IOException unusable) {
            return new Result.Refused<>(500, "the policy file cannot be used: " + unusable);
        }
    }
}
