package io.agentgate.transports.proof;

import io.agentgate.gateway.credential.Secret;
import io.agentgate.gateway.credential.TokenSource;
import io.agentgate.transports.tls.TlsFiles;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An authorization server's token endpoint, as one process reaches it. Thread safe. */
final class TokenEndpoint {
    private static final int MAX_CONNECTIONS = 16;
    private static final int MAX_WAITING = 1_000;
    private static final int CONNECT_MILLIS = 5_000;
    private static final long PATIENCE_MILLIS = 10_000;
    private static final int MAX_ANSWER_BYTES = 64 << 10;

    private final Vertx vertx;
    private final HttpClient http;
    private final TokenSource source;
    private final Secret secret;

    private TokenEndpoint(Vertx vertx, HttpClient http, TokenSource source, Secret secret) {
        this.vertx = vertx;
        this.http = http;
        this.source = source;
        this.secret = secret;
    }

    /** Reads the file of authorities, so not for an event loop. */
    static TokenEndpoint open(Vertx vertx, TokenSource source, Secret secret) throws IOException {
        HttpClientOptions options =
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setMaxWaitQueueSize(MAX_WAITING);
        new TlsFiles(null, null, source.authorities()).read().into(options);
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS);
        return new TokenEndpoint(vertx, vertx.createHttpClient(options, pool), source, secret);
    }

    /**
     * Asks for a token.
     *
     * @param form the request's body
     * @return fails with a {@link ProofException}
     */
    CompletionStage<IssuedToken> ask(String form) {
        Asking asking = new Asking();
        try {
            http.request(options())
                    .onSuccess(request -> asking.send(request, form))
                    .onFailure(unreachable -> asking.fail("cannot be reached"));
        } catch (RuntimeException closed) {
            asking.fail("cannot be reached");
        }
        return asking.answer;
    }

    private RequestOptions options() {
        URI uri = source.endpoint();
        boolean tls = "https".equals(uri.getScheme());
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(uri.getHost())
                .setPort(uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setURI(uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery())
                .putHeader("Authorization", authorization())
                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                .putHeader("Accept", "application/json");
    }

    /** RFC 6749, section 2.3.1: both are encoded as in a form before they are joined. */
    private String authorization() {
        String both = Grant.encoded(source.client().id()) + ':' + Grant.encoded(secret.value());
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    /** One request for a token, which ends within seconds whatever the server does. */
    private final class Asking {
        private final CompletableFuture<IssuedToken> answer = new CompletableFuture<>();
        private final Buffer body = Buffer.buffer();
        private final long timer;
        private volatile Runnable giveUp = () -> {};

        Asking() {
            timer =
                    vertx.setTimer(
                            PATIENCE_MILLIS,
                            over -> {
                                fail("did not answer in time");
                                giveUp.run();
                            });
        }

        void send(HttpClientRequest request, String form) {
            giveUp = request::reset;
            if (answer.isDone()) {
                request.reset();
                return;
            }
            request.send(form)
                    .onSuccess(response -> read(request, response))
                    .onFailure(broken -> fail("broke the connection"));
        }

        private void read(HttpClientRequest request, HttpClientResponse response) {
            response.exceptionHandler(broken -> fail("broke the connection"));
            response.handler(
                    piece -> {
                        if (body.length() + piece.length() > MAX_ANSWER_BYTES) {
                            fail("answered with too much");
                            request.reset();
                        } else {
                            body.appendBuffer(piece);
                        }
                    });
            response.endHandler(end -> whole(response.statusCode()));
        }

        private void whole(int status) {
            IssuedToken issued = IssuedToken.read(body.getBytes());
            if (status != 200) {
                String code = issued.error() == null ? "" : ", " + issued.error();
                fail("refused (HTTP " + status + code + ")");
            } else if (issued.token() == null) {
                fail("answered with no bearer token");
            } else if (answer.complete(issued)) {
                vertx.cancelTimer(timer);
            }
        }

        void fail(String how) {
            if (answer.completeExceptionally(new ProofException("the token endpoint " + how))) {
                vertx.cancelTimer(timer);
            }
        }
    }
}
