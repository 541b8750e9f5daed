package io.agentgate.cluster.bundle;

import io.agentgate.protocol.JsonWriter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The policy-service as a proxy sees it: a bundle to poll, and a place for reports. Thread safe.
 */
final class BundleService implements AutoCloseable {
    /** Most bytes of a bundle: some hundred thousand keys, and the longest policy. */
    static final int MAX_BODY = 32 * 1024 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int MAX_PROBLEM = 1_000;

    private final BundleSettings settings;
    private final Duration wait;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    // The token goes to the service and to nobody in between.
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .build();

    /**
     * @param wait how long the service may keep a poll
     */
    BundleService(BundleSettings settings, Duration wait) {
        this.settings = settings;
        this.wait = wait;
    }

    /** What a poll brings. */
    sealed interface Answer {}

    /** Another bundle. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Fetched(byte[] body, @Nullable String tag) implements Answer {}

    /** Still the one that is known. */
    record Unchanged() implements Answer {}

    /**
     * Asks for a bundle.
     *
     * @param known tag of the bundle that is known: the service answers when there is another, or
     *     the time is over; null to be answered at once
     */
    Answer poll(@Nullable String known) throws ServiceException, InterruptedException {
        HttpRequest.Builder request = request("/api/bundle").GET();
        Duration most = ANSWER;
        if (known != null) {
            request.header("If-None-Match", known).header("Prefer", "wait=" + wait.toSeconds());
            most = wait.plus(ANSWER);
        }
        HttpResponse<byte[]> answer = send(request, most);
        return switch (answer.statusCode()) {
            case 200 ->
                    new Fetched(answer.body(), answer.headers().firstValue("ETag").orElse(null));
            case 304 -> new Unchanged();
            default -> throw refusal(answer.statusCode());
        };
    }

    /** Tells the service of the servers behind this proxy, in an array of JSON. */
    void tell(byte[] servers) throws ServiceException, InterruptedException {
        put("/servers", servers);
    }

    /** Tells the service what this proxy decides by. */
    void report(BundleState state) throws ServiceException, InterruptedException {
        JsonWriter body =
                new JsonWriter()
                        .beginObject()
                        .name("revision")
                        .value(state.revision())
                        .name("applied")
                        .value(state.applied())
                        .name("problem");
        String problem = state.problem();
        body = problem == null ? body.nullValue() : body.value(oneLine(problem));
        body.name("version").value(settings.version());
        put("", body.endObject().toBytes());
    }

    /**
     * @param what of this proxy is told: the rest of the path
     */
    private void put(String what, byte[] json) throws ServiceException, InterruptedException {
        HttpRequest.Builder request =
                request("/api/proxies/" + settings.replica() + what)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(json));
        int status = send(request, ANSWER).statusCode();
        if (status / 100 != 2) {
            throw refusal(status);
        }
    }

    private static String oneLine(String problem) {
        String cut = problem.length() <= MAX_PROBLEM ? problem : problem.substring(0, MAX_PROBLEM);
        return cut.replaceAll("\\p{Cntrl}", " ");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(at(path))
                .header("Authorization", settings.token().authorization());
    }

    private URI at(String path) {
        return settings.service().resolve(path);
    }

    /** The time is for the whole answer: the client's own ends with the headers. */
    private HttpResponse<byte[]> send(HttpRequest.Builder request, Duration most)
            throws ServiceException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> running =
                http.sendAsync(
                        request.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY));
        try {
            return running.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failure(failed.getCause());
        } catch (TimeoutException silent) {
            throw new ServiceException(
                    "the policy-service did not answer within " + most.toSeconds() + " s");
        } finally {
            running.cancel(true);
        }
    }

    private ServiceException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case ConnectException _ ->
                    new ServiceException(
                            "the policy-service cannot be reached at " + settings.service());
            case HttpConnectTimeoutException _ ->
                    new ServiceException(
                            "the policy-service cannot be reached at " + settings.service());
            case IOException broken ->
                    new ServiceException("the policy-service's answer broke off: " + broken);
            case null, default ->
                    new ServiceException("the policy-service cannot be asked: " + cause);
        };
    }

    private static ServiceException refusal(int status) {
        return new ServiceException(
                status == 401
                        ? "the policy-service does not know this proxy's token (401):"
                                + " AGENTGATE_PROXY_TOKEN must be the same at both"
                        : "the policy-service answers with status " + status);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
