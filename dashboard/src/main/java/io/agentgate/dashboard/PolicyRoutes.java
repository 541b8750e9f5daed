package io.agentgate.dashboard;

import io.agentgate.gateway.PolicyStore;
import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.audit.CallJson;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.text.PolicySchema;
import io.agentgate.protocol.JsonWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The routes of the rules: their text as it is in the file, to be read and replaced. */
final class PolicyRoutes {
    private static final int MAX_BYTES = 1 << 20;
    private static final int USUAL_HOURS = 24 * 7;
    private static final String NOT_TEXT = "the policy is not UTF-8 text";

    private final ShownPolicy shown;
    private final AuditLog log;
    private final Blocking blocking;
    private final InstantSource clock;

    /** One what-if reads tens of thousands of calls; more at once would hinder each other. */
    private final AtomicBoolean trying = new AtomicBoolean();

    PolicyRoutes(ShownPolicy shown, AuditLog log, Blocking blocking, InstantSource clock) {
        this.shown = shown;
        this.log = log;
        this.blocking = blocking;
        this.clock = clock;
    }

    void mount(Router router) {
        router.get("/api/policies").handler(this::read);
        router.get("/api/policies/in-force").handler(this::inForce);
        router.get("/api/policies/schema").handler(PolicyRoutes::schema);
        router.get("/api/policies/divergence").handler(this::divergence);
        router.get("/api/policies/revisions").handler(this::revisions);
        router.get("/api/policies/revisions/:id").handler(this::revision);
        taking(router, HttpMethod.PUT, "/api/policies").handler(this::replace);
        taking(router, HttpMethod.POST, "/api/policies/lint")
                .handler(asked -> rehearse(asked, PolicyRehearsal::lint));
        taking(router, HttpMethod.POST, "/api/policies/test")
                .handler(asked -> rehearse(asked, PolicyRehearsal::test));
        taking(router, HttpMethod.POST, "/api/policies/what-if").handler(this::whatIf);
    }

    private void divergence(RoutingContext asked) {
        if (Parameters.areKnown(asked)) {
            blocking.then(asked, () -> Divergence.of(log), json -> Answer.json(asked, json));
        }
    }

    private static void schema(RoutingContext asked) {
        if (Parameters.areKnown(asked)) {
            Answer.json(asked, PolicySchema.json());
        }
    }

    /**
     * A route that takes a text. Tools call it a form, or nothing; it is the text of a policy, so
     * that its type is taken away before the body is read.
     */
    private static Route taking(Router router, HttpMethod method, String path) {
        router.route(method, path)
                .handler(
                        asked -> {
                            asked.request().headers().remove(HttpHeaders.CONTENT_TYPE);
                            asked.next();
                        });
        return router.route(method, path)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BYTES));
    }

    private void revisions(RoutingContext asked) {
        if (Parameters.areKnown(asked)) {
            blocking.then(
                    asked,
                    () -> attempt(() -> revisions(store().current(), store().replaced())),
                    result -> result.answer(asked, Answer::json));
        }
    }

    private static JsonWriter revisions(
            PolicyStore.Version current, List<PolicyStore.Replaced> replaced) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("active").value(current.revision());
        json.name("replaced").beginArray();
        for (PolicyStore.Replaced each : replaced) {
            json.beginObject().name("id").value(each.id());
            json.name("revision").value(each.revision());
            json.name("until").value(CallJson.time(each.until())).endObject();
        }
        return json.endArray().endObject();
    }

    private void revision(RoutingContext asked) {
        String id = asked.pathParam("id");
        blocking.then(
                asked,
                () -> attempt(() -> store().replaced(id).orElseThrow(UnknownException::new)),
                result -> result.answer(asked, PolicyRoutes::show));
    }

    /** A question about a text. */
    private interface Question {
        JsonWriter ask(PolicyRehearsal rehearsal, String text) throws Exception;
    }

    private void rehearse(RoutingContext asked, Question question) {
        String text = text(asked);
        if (text == null) {
            Answer.error(asked, 400, NOT_TEXT);
            return;
        }
        blocking.then(
                asked,
                () -> attempt(() -> question.ask(source().rehearsal(), text)),
                result -> result.answer(asked, Answer::json));
    }

    private void whatIf(RoutingContext asked) {
        int hours;
        try {
            hours = Parameters.of(asked, "hours").number("hours", USUAL_HOURS, 1);
        } catch (IllegalArgumentException wrong) {
            Answer.error(asked, 400, String.valueOf(wrong.getMessage()));
            return;
        }
        Instant since = clock.instant().minus(Duration.ofHours(hours));
        String text = text(asked);
        if (text == null) {
            Answer.error(asked, 400, NOT_TEXT);
            return;
        }
        if (!trying.compareAndSet(false, true)) {
            asked.response().putHeader("Retry-After", "5");
            Answer.error(asked, 429, "another what-if is on its way: ask again in a moment");
            return;
        }
        blocking.then(
                asked,
                () -> {
                    try {
                        return attempt(() -> source().rehearsal().diff(text, since));
                    } finally {
                        trying.set(false);
                    }
                },
                result -> result.answer(asked, Answer::json));
    }

    private void read(RoutingContext asked) {
        blocking.then(
                asked,
                () -> attempt(() -> store().current()),
                result -> result.answer(asked, PolicyRoutes::show));
    }

    private PolicyStore store() throws IOException, NoneException {
        return source().store();
    }

    private ShownPolicy.Source source() throws IOException, NoneException {
        ShownPolicy.Source source = shown.file().now();
        if (source == null) {
            throw new NoneException();
        }
        return source;
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
            Answer.error(asked, 400, NOT_TEXT);
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

    /** No such text is kept. */
    private static final class UnknownException extends Exception {}

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
        } catch (UnknownException unknown) {
            return new Result.Refused<>(404, "no such text is kept");
        } catch (StaleException stale) {
            return new Result.Refused<>(
                    412, "the policy was changed meanwhile: read it again and repeat the change");
        } catch (IOException unusable) {
            return new Result.Refused<>(500, "the policy file cannot be used: " + unusable);
        }
    }
}
