package io.agentgate.gateway.bridge;

import io.agentgate.protocol.Id;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request of the client until it is answered. Guarded by the lock of its link.
 *
 * <pre>
 *   SENT ──result, or error──▶ over
 *    │ ▲
 *    │ └──all inputs are there──── ASKING ──the client refuses one──▶ over
 *    ├──input_required──────────────▲
 *    └──headers are missing──▶ LISTING tools ──▶ SENT
 * </pre>
 */
final class Errand {
    private final Request request;
    private @Nullable Id sentAs;
    private int rounds;
    private Stamp.@Nullable Input input;
    private @Nullable Inputs asking;
    private @Nullable Response mismatch;
    private int pages;

    Errand(Request request) {
        this.request = request;
    }

    Request request() {
        return request;
    }

    /** The id as the client spelled it. */
    Id id() {
        return request.id();
    }

    /** The id under which the server is to answer; null while it is the client's turn. */
    @Nullable Id sentAs() {
        return sentAs;
    }

    void sent(@Nullable Id as) {
        sentAs = as;
    }

    /** Whether the server has answered it before, and asked for more. */
    boolean isLater() {
        return rounds > 0;
    }

    /** Begins another round; says whether it may. */
    boolean mayGoOn(int mostRounds) {
        rounds++;
        return rounds <= mostRounds;
    }

    /** What the server asked for; null before. */
    Stamp.@Nullable Input input() {
        return input;
    }

    void input(Stamp.Input given) {
        input = given;
    }

    /** What the client is asked for; null if nothing. */
    @Nullable Inputs asking() {
        return asking;
    }

    void asking(@Nullable Inputs inputs) {
        asking = inputs;
    }

    /** The answer on account of which tools are listed; null if they never were. */
    @Nullable Response mismatch() {
        return mismatch;
    }

    void mismatch(Response answer) {
        mismatch = answer;
    }

    /** Whether it waits for a page of tools. */
    boolean isListing() {
        return pages > 0;
    }

    /** Asks for one page more; says how many that are. */
    int nextPage() {
        pages++;
        return pages;
    }

    void listed() {
        pages = 0;
    }
}
