package io.agentgate.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.http.Caller;
import io.agentgate.e2e.http.McpServer;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireClient;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Callers that call without a pause, and what they and the server saw of it: two ledgers. */
final class Load implements AutoCloseable {
    private static final Pattern CALL = Pattern.compile("\"call\":\"([\\w-]+)\"");
    private static final long BETWEEN_TRIES_NANOS = 20_000_000;

    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> executed = ConcurrentHashMap.newKeySet();
    private final Set<String> strange = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastAnswer = new AtomicLong(System.nanoTime());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final URI gateway;
    private final Supplier<String> token;
    private final long pauseNanos;
    private volatile boolean ending;

    /**
     * @param token gives a token that is good for some minutes
     * @param pauseNanos how long each caller waits between two calls
     */
    Load(URI gateway, Supplier<String> token, long pauseNanos) {
        this.gateway = gateway;
        this.token = token;
        this.pauseNanos = pauseNanos;
    }

    /** The tool that is called: the server's side of the ledger. */
    void execute(Received request, Reply reply) throws IOException {
        var call = CALL.matcher(request.body());
        assertThat(call.find()).isTrue();
        if (!executed.add(call.group(1))) {
            strange.add("executed twice: " + call.group(1));
        }
        reply.json(McpServer.result(request, "done"));
    }

    /** Begins to call. */
    void start(int callers) {
        for (int caller = 0; caller < callers; caller++) {
            String name = "c" + caller;
            threads.execute(() -> callUntilToldToEnd(name));
        }
    }

    private void callUntilToldToEnd(String name) {
        int number = 0;
        while (!ending) {
            try {
                Caller caller =
                        new Caller(gateway, "Authorization: Bearer " + token.get()).inSession();
                try (WireClient wire = new WireClient(gateway)) {
                    while (!ending) {
                        number++;
                        call(wire, caller, name + "-" + number, number);
                        LockSupport.parkNanos(pauseNanos);
                    }
                }
            } catch (IOException | AssertionError | RuntimeException away) {
                // The proxy was killed, or cannot begin sessions now; the next try is another's.
                LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
            }
        }
    }

    private void call(WireClient wire, Caller caller, String call, int number) throws IOException {
        sent.add(call);
        String message = Caller.call(number, "work", "{\"call\":\"" + call + "\"}");
        Answer answer = wire.send(caller.posted(message)).answer();
        if (answer.body().contains("\"result\"")) {
            answered.add(call);
            lastAnswer.set(System.nanoTime());
        } else if (answer.status() == 200) {
            refused.add(call);
        } else {
            throw new IOException("turned away with " + answer.status());
        }
    }

    /** How long ago the last call was answered. */
    long quietMillis() {
        return (System.nanoTime() - lastAnswer.get()) / 1_000_000;
    }

    /** Lets the calls in progress end. */
    void end() throws InterruptedException {
        ending = true;
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    Set<String> sent() {
        return sent;
    }

    Set<String> answered() {
        return answered;
    }

    Set<String> refused() {
        return refused;
    }

    Set<String> executed() {
        return executed;
    }

    Set<String> strange() {
        return strange;
    }

    @Override
    public void close() {
        ending = true;
        threads.shutdownNow();
    }
}
