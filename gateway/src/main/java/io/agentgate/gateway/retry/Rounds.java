package io.agentgate.gateway.retry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Mention;
import io.agentgate.protocol.Params;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Span;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows the rounds of calls by the {@code requestState} that clients carry between them: what the
 * server gave is wrapped in something of ours, so that a retry is known for what it is, and belongs
 * to its caller. Thread safe.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/mrtr">MCP
 *     2026-07-28, multi round-trip requests</a>
 */
public final class Rounds {
    /** How long input may take; people are asked for it. */
    static final Duration PATIENCE = Duration.ofHours(1);

    /** Most rounds whose retry is not counted as a call; the oldest are forgotten. */
    static final int MAX_OPEN = 10_000;

    /** Longest state of a server that is wrapped, in bytes. */
    static final int MAX_STATE_BYTES = 256 << 10;

    private static final String INPUT_REQUIRED = "input_required";
    private static final Mention MENTION = new Mention(INPUT_REQUIRED);
    private static final String STATE = "requestState";
    private static final int KEY_BYTES = 32;

    private final Supplier<byte[]> key;
    private final InstantSource clock;

    /** Those that were given out and have not come back. */
    private final Set<String> open = new LinkedHashSet<>();

    /** Made when it is used first: most processes never see a call with rounds. */
    private volatile @Nullable RoundSeal seal;

    /**
     * @param key gives 32 bytes, the same in all processes that serve the same clients
     */
    public Rounds(Supplier<byte[]> key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Those of one process, which nobody goes on with after its end. */
    public static Rounds ofOneProcess(InstantSource clock) {
        return new Rounds(Rounds::randomKey, clock);
    }

    private static byte[] randomKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private RoundSeal seal() {
        RoundSeal made = seal;
        if (made == null) {
            synchronized (this) {
                made = seal;
                if (made == null) {
                    made = new RoundSeal(key.get());
                    seal = made;
                }
            }
        }
        return made;
    }

    /** What a request with a state is. */
    public sealed interface Retry {
        /**
         * The next round of a call.
         *
         * @param frame the request as the server is to see it
         * @param of the id under which the round before is recorded
         * @param counted whether it is to be counted as a call: it is another call than the one
         *     before, or comes a second time
         */
        record Next(Frame frame, String of, boolean counted) implements Retry {}

        /**
         * None that may go on.
         *
         * @param reason words for the client
         */
        record Refused(String reason) implements Retry {}
    }

    /** What a call with a {@code requestState} is. */
    public Retry retry(SessionIdentity session, Request request) {
        Params params = request.params();
        Span place = params.requestState();
        JsonCursor cursor = place == null ? null : new JsonCursor(request.frame(), place);
        if (place == null || cursor == null || cursor.next() != Token.STRING) {
            return new Retry.Refused("requestState must be a string");
        }
        String sealed = cursor.text();
        Round round = seal().open(sealed);
        if (round == null
                || !round.caller().equals(session.caller())
                || !round.server().equals(session.server())) {
            return new Retry.Refused("requestState was not given to this caller here");
        }
        if (clock.instant().isAfter(round.until())) {
            return new Retry.Refused("requestState has expired");
        }
        boolean same = MessageDigest.isEqual(round.digest(), digest(request));
        boolean first = take(sealed);
        Frame frame = Unwrapping.frame(request.frame(), params, place, round.state());
        return new Retry.Next(frame, round.decision(), !same || !first);
    }

    private boolean take(String sealed) {
        synchronized (open) {
            return open.remove(sealed);
        }
    }

    /** Whether an answer to a call asks for input. */
    public static boolean asksForInput(Response answer) {
        return answer.outcome() instanceof Response.Result(Span span)
                // Most answers are of another kind, and are not read.
                && MENTION.mayStandIn(answer.frame(), span)
                && Unwrapping.isText(answer.frame(), span, "resultType", INPUT_REQUIRED);
    }

    /**
     * The same answer with a state of ours around the server's.
     *
     * @param answer one that {@linkplain #asksForInput asks for input}
     * @return null if the server's state is too long, or no string
     */
    public @Nullable Frame wrapped(Call call, Response answer) {
        Span result = answer.outcome().span();
        Span place = Unwrapping.member(answer.frame(), result, STATE);
        byte[] state = place == null ? null : answer.frame().slice(place);
        if (state != null && (state.length > MAX_STATE_BYTES || state[0] != '"')) {
            return null;
        }
        Instant until = clock.instant().plus(PATIENCE);
        String sealed =
                seal().seal(
                                new Round(
                                        call.decisionId(),
                                        call.origin().caller(),
                                        call.origin().server(),
                                        digest(call.received()),
                                        until,
                                        state));
        keep(sealed);
        byte[] ours = Id.of(sealed).raw();
        return place == null
                ? Unwrapping.with(answer.frame(), result, STATE, ours)
                : answer.frame().splice(List.of(new Edit(place, ours)));
    }

    private void keep(String sealed) {
        synchronized (open) {
            open.add(sealed);
            if (open.size() > MAX_OPEN) {
                open.remove(open.iterator().next());
            }
        }
    }

    /** What makes a call this one and no other: what is called, and with which arguments. */
    private static byte[] digest(Request request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(request.method().getBytes(US_ASCII));
            add(digest, request.frame(), request.params().nameSpan());
            add(digest, request.frame(), request.params().arguments());
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            // Every Java platform has this algorithm (java.security.MessageDigest).
            throw new IllegalStateException(impossible);
        }
    }

    private static void add(MessageDigest digest, Frame frame, @Nullable Span span) {
        digest.update((byte) 0);
        if (span != null) {
            digest.update(frame.bytes(), span.start(), span.length());
        }
    }
}
