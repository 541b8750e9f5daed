package io.agentgate.dashboard;

import io.agentgate.gateway.PolicyReplacedException;
import io.agentgate.gateway.PolicyStore;
import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.audit.RecordedCalls;
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
    private final RecordedCalls log;
    private final Blocking blocking;
    private final InstantSource clock;

    /** One what-if reads tens of thousands of calls; more at once would hinder each other. */
    private final AtomicBoolean trying = new AtomicBoolean();

    PolicyRoutes(ShownPolicy shown, RecordedCalls log, Blocking blocking, InstantSource clock) {
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
        router.get("/api/policies/drafts/:id").handler(this::draft);
        router.post("/api/policies/drafts/:id/activate").handler(this::activate);
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
                    () -> attempt(() -> revisions(source())),
                    result -> result.answer(asked, Answer::json));
        }
    }

    private static JsonWriter revisions(ShownPolicy.Source source) throws IOException {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("active").value(source.store().current().revision());
        json.name("replaced").beginArray();
        for (PolicyStore.Replaced each : source.store().replaced()) {
            json.beginObject().name("id").value(each.id());
            json.name("revision").value(each.revision());
            json.name("until").value(CallJson.time(each.until())).endObject();
        }
        json.endArray().name("drafts").beginArray();
        for (Drafts.Draft draft : source.drafts().waiting()) {
            json.beginObject().name("id").value(draft.id());
            json.name("author").value(draft.author());
            json.name("written").value(CallJson.time(draft.written()));
            json.name("comment").value(draft.comment()).endObject();
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
                    () -> inForce(shown.file().now(), shown.inForce().call()),
                    json -> Answer.json(asked, json));
        }
    }

    private static JsonWriter inForce(
            ShownPolicy.@Nullable Source shown, List<ShownPolicy.InForce> found) {
        String source = shown == null ? null : shown.path();
        JsonWriter json = new JsonWriter().beginObject();
        text(json.name("source"), source);
        json.name("tests").value(shown != null && shown.rehearsal().isTested());
        json.name("gateways").beginArray();
        for (ShownPolicy.InForce gateway : found) {
            json.beginObject().name("pid");
            Long pid = gateway.pid();
            if (pid == null) {
                json.nullValue();
            } else {
                json.value(pid);
            }
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
        String tag = asked.request().getHeader("If-Match");
        String expected = tag == null || tag.equals("*") ? null : revision(tag);
        blocking.then(
                asked,
                () -> attempt(() -> replace(text, expected)),
                result -> result.answer(asked, PolicyRoutes::replaced));
    }

    private Replacement replace(String text, @Nullable String expected) throws Exception {
        try {
            return new Replacement.InForce(store().replace(text, expected));
        } catch (DraftedException drafted) {
            return new Replacement.Waiting(drafted.draft(), String.valueOf(drafted.getMessage()));
        }
    }

    /** What became of a text that was to be put in force. */
    private sealed interface Replacement {
        record InForce(String revision) implements Replacement {}

        /** Somebody else has to put it in force. */
        record Waiting(String draft, String why) implements Replacement {}
    }

    private void activate(RoutingContext asked) {
        String id = asked.pathParam("id");
        String tag = asked.request().getHeader("If-Match");
        if (tag == null) {
            Answer.error(asked, 428, "`If-Match` must name the revision that is replaced");
            return;
        }
        blocking.then(
                asked,
                () ->
                        attempt(
                                () ->
                                        new Replacement.InForce(
                                                source().drafts().activate(id, revision(tag)))),
                result -> result.answer(asked, PolicyRoutes::replaced));
    }

    private void draft(RoutingContext asked) {
        String id = asked.pathParam("id");
        blocking.then(
                asked,
                () -> attempt(() -> source().drafts().text(id).orElseThrow(UnknownException::new)),
                result -> result.answer(asked, PolicyRoutes::show));
    }

    private static void replaced(RoutingContext asked, Replacement made) {
        JsonWriter json = new JsonWriter().beginObject();
        switch (made) {
            case Replacement.InForce(String revision) -> {
                asked.response().putHeader("ETag", tag(revision));
                json.name("ok").value(true).name("revision").value(revision);
                Answer.json(asked, json.endObject());
            }
            case Replacement.Waiting(String draft, String why) -> {
                json.name("ok").value(false).name("draft").value(draft).name("why").value(why);
                String text = new String(json.endObject().toBytes(), StandardCharsets.UTF_8);
                Answer.send(asked, 202, "application/json", text);
            }
        }
    }

    private static String tag(String revision) {
        return '"' + revision + '"';
    }

    /** A tag that is none of ours is no revision's. */
    private static String revision(String tag) {
        boolean quoted = tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"");
        return quoted ? tag.substring(1, tag.length() - 1) : tag;
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
        } catch (PolicyReplacedException stale) {
            return new Result.Refused<>(412, String.valueOf(stale.getMessage()));
        } catch (RefusedException refused) {
            throw refused;
        } catch (IOException unusable) {
            return new Result.Refused<>(500, "the policy file cannot be used: " + unusable);
        }
    }
}
