package io.agentgate.serve;

import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The waiting of a thread that is no event loop for what one does. */
final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Waiting() {}

    static <T> T on(Future<T> future) throws IOException, TimeoutException {
        return on(future, PATIENCE);
    }

    /**
     * The result.
     *
     * @throws IOException if there is none
     * @throws TimeoutException if there is none yet
     */
    static <T> T on(Future<T> future, Duration patience) throws IOException, TimeoutException {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", hurry);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException cause
                    ? cause
                    : new IOException(String.valueOf(failed.getCause()), failed);
        }
    }
}
