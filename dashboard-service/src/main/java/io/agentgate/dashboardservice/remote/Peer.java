package io.agentgate.dashboardservice.remote;

import io.agentgate.dashboard.RefusedException;
import io.agentgate.dashboard.Visitor;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Value;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Another service of the cluster, which is asked with the access token of the {@linkplain
 * Visitor#current current visitor}. What it refuses is refused with its words.
 */
public final class Peer {
    /** No answer is longer: a page of calls with all that they were about. */
    private static final int MAX_BYTES = 32 << 20;

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration HEALTH = Duration.ofSeconds(3);
    private static final int NO_ANSWER = 503;
    private static final int STRANGE_ANSWER = 502;

    private final HttpClient client;
    private final String name;
    private final String base;

    /**
     * @param name for people, {@code audit-service} say
     * @param base its address, without a path
     */
    public Peer(HttpClient client, String name, URI base) {
        this.client = client;
        this.name = name;
        this.base = base.toString().replaceFirst("/+$", "");
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /**
     * Asks for a text.
     *
     * @param path with its query
     * @throws RefusedException if it refuses, cannot be asked, or answers with something else
     */
    public String text(String path) throws RefusedException {
        return send(request(path).GET());
    }

    /** Asks for an object of JSON, as {@link #text} does. */
    public JsonObject object(String path) throws RefusedException {
        return object(text(path), path);
    }

    /**
     * Asks for JSON that is read as it stands there, as {@link #text} does.
     *
     * @param reader throws an {@link IllegalArgumentException} where something else stands there
     */
    public <T> T read(String path, Function<Value, T> reader) throws RefusedException {
        Frame answer = Frame.of(text(path).getBytes(StandardCharsets.UTF_8));
        try {
            return reader.apply(Value.of(answer));
        } catch (IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException strange) {
            throw strange(path);
        }
    }

    /** Asks for an array of JSON, as {@link #text} does. */
    public JsonArray array(String path) throws RefusedException {
        try {
            return new JsonArray(text(path));
        } catch (DecodeException noJson) {
            throw strange(path);
        }
    }

    /**
     * Sends an object of JSON, or nothing; gives the object that comes back.
     *
     * @param tag what {@code If-Match} says; null for nothing
     */
    public JsonObject post(String path, @Nullable JsonObject body, @Nullable String tag)
            throws RefusedException {
        HttpRequest.Builder request = request(path);
        if (body == null) {
            request.POST(HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
        }
        if (tag != null) {
            request.header("If-Match", tag);
        }
        return object(send(request), path);
    }

    /** Removes something. */
    public void delete(String path) throws RefusedException {
        send(request(path).DELETE());
    }

    /** Why it is not ready, in words; null if it is. Asks without a token. */
    public @Nullable String trouble() {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + "/q/health/ready"))
                        .timeout(HEALTH)
                        .GET()
                        .build();
        try {
            HttpResponse<String> answer = client.send(request, text());
            return answer.statusCode() == 200 ? null : "it says that it is not ready";
        } catch (IOException away) {
            return "it cannot be asked: " + words(away);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + Visitor.current().credential());
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_BYTES);
    }

    private String send(HttpRequest.Builder request) throws RefusedException {
        HttpResponse<String> answer;
        try {
            answer = client.send(request.build(), text());
        } catch (IOException away) {
            throw new RefusedException(
                    NO_ANSWER, "the " + name + " cannot be asked: " + words(away));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw new RefusedException(NO_ANSWER, "the dashboard is ending");
        }
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return answer.body();
        }
        throw refusal(status, answer.body());
    }

    /** A problem of it, as RFC 9457 has it. */
    private RefusedException refusal(int status, String body) {
        String detail = null;
        try {
            JsonObject problem = new JsonObject(body);
            String field = problem.getString("field");
            detail = problem.getString("detail");
            if (field != null && detail != null && !detail.contains(field)) {
                detail = "`" + field + "` " + detail;
            }
        } catch (DecodeException | ClassCastException noProblem) {
            // The status tells, too.
        }
        if (status >= 500) {
            return new RefusedException(
                    NO_ANSWER, "the " + name + " answered with status " + status);
        }
        String usual =
                switch (status) {
                    case 401 -> "the sign-in has ended";
                    case 403 -> "none of your roles allows this";
                    case 404 -> "there is no such thing";
                    default -> "the " + name + " answered with status " + status;
                };
        // Services say that a request is understood and wrong; the dashboard has one word for both.
        int ours = status == 422 ? 400 : status;
        return new RefusedException(ours, detail == null || status == 401 ? usual : detail);
    }

    private JsonObject object(String body, String path) throws RefusedException {
        try {
            return new JsonObject(body);
        } catch (DecodeException noJson) {
            throw strange(path);
        }
    }

    private RefusedException strange(String path) {
        String what = path.replaceFirst("\\?.*", "");
        return new RefusedException(
                STRANGE_ANSWER, "the " + name + " answered at " + what + " with something else");
    }

    private static String words(IOException away) {
        if (away instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        return away.getMessage() == null ? away.getClass().getSimpleName() : away.getMessage();
    }
}
