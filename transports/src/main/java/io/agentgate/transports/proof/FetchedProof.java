package io.agentgate.transports.proof;

import io.agentgate.gateway.credential.SubjectToken;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of an authorization server, each fetched once for all who wait for it, and kept until
 * shortly before it ends. Bounded.
 */
final class FetchedProof implements Proof {
    /** Most tokens at once; beyond that the one used longest ago makes room. */
    static final int MAX_TOKENS = 10_000;

    private static final long SECOND = 1_000_000_000L;

    /** A token is not used for the last moments of its life: it still has to arrive. */
    private static final long MARGIN_NANOS = 30 * SECOND;

    /** Of a token's life, one part in so many at most is not used. */
    private static final long MARGIN_SHARE = 5;

    /** What failed is not tried again for so long, whoever asks. */
    private static final long AFTER_FAILURE_NANOS = SECOND;

    /** A token younger than this that a server refuses is not refused for its age. */
    private static final long YOUNG_NANOS = 10 * SECOND;

    private final Function<String, CompletionStage<IssuedToken>> endpoint;
    private final Grant grant;
    private final LongSupplier ticker;
    private final Map<String, Kept> tokens =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
                    return size() > MAX_TOKENS;
                }
            };

    /**
     * @param endpoint asks for a token with a form; fails with a {@link ProofException}
     * @param ticker monotonic time in nanoseconds
     */
    FetchedProof(
            Function<String, CompletionStage<IssuedToken>> endpoint,
            Grant grant,
            LongSupplier ticker) {
        this.endpoint = endpoint;
        this.grant = grant;
        this.ticker = ticker;
    }

    /** A token that is fetched, or was, or could not be. */
    private static final class Kept {
        private final CompletableFuture<byte[]> lines = new CompletableFuture<>();
        private volatile long since;
        private volatile long until;

        boolean isOver(long now) {
            return lines.isDone() && now - until >= 0;
        }
    }

    @Override
    public byte @Nullable [] atHand(@Nullable SubjectToken subject) {
        String key = grant.key(subject);
        Kept kept;
        synchronized (tokens) {
            kept = key == null ? null : tokens.get(key);
        }
        return kept == null
                        || !kept.lines.isDone()
                        || kept.lines.isCompletedExceptionally()
                        || kept.isOver(ticker.getAsLong())
                ? null
                : kept.lines.join();
    }

    @Override
    public CompletionStage<byte[]> fetch(@Nullable SubjectToken subject) {
        String key = grant.key(subject);
        if (key == null) {
            return CompletableFuture.failedStage(
                    new ProofException(
                            "the server takes tokens of callers, and this one showed none"));
        }
        Kept fresh;
        synchronized (tokens) {
            Kept kept = tokens.get(key);
            if (kept != null && !kept.isOver(ticker.getAsLong())) {
                return kept.lines;
            }
            fresh = new Kept();
            tokens.put(key, fresh);
        }
        endpoint.apply(grant.form(subject)).whenComplete((token, why) -> settle(fresh, token, why));
        return fresh.lines;
    }

    private void settle(Kept fresh, @Nullable IssuedToken token, @Nullable Throwable why) {
        long now = ticker.getAsLong();
        fresh.since = now;
        if (token == null) {
            fresh.until = now + AFTER_FAILURE_NANOS;
            fresh.lines.completeExceptionally(
                    why instanceof CompletionException wrapped && wrapped.getCause() != null
                            ? wrapped.getCause()
                            : Objects.requireNonNull(why));
        } else {
            long life = token.lifetimeSeconds() * SECOND;
            fresh.until = now + life - Math.min(MARGIN_NANOS, life / MARGIN_SHARE);
            String line = "authorization: Bearer " + token.token() + "\r\n";
            fresh.lines.complete(line.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void refused(@Nullable SubjectToken subject, byte[] lines) {
        String key = grant.key(subject);
        synchronized (tokens) {
            Kept kept = key == null ? null : tokens.get(key);
            if (kept != null
                    && kept.lines.isDone()
                    && !kept.lines.isCompletedExceptionally()
                    && kept.lines.join() == lines
                    && ticker.getAsLong() - kept.since > YOUNG_NANOS) {
                tokens.remove(key);
            }
        }
    }

    @Override
    public boolean canRenew() {
        return true;
    }
}
