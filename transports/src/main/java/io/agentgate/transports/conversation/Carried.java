package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling.Cause;
import io.agentgate.gateway.lifting.DeclaredCapabilities;
import io.agentgate.gateway.lifting.Lifted;
import io.agentgate.gateway.lifting.RequestsLowering;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.LogLevel;
import io.agentgate.protocol.Request;
import io.agentgate.transports.entrance.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request of a client of the stateless era in the session that is held for it.
 *
 * <pre>
 *   POSTED ──answer──▶ over
 *    │   ▲
 *    │   └──retry── HELD: its client was asked something, and is to come back
 *    └──a server asks──▶
 *
 *   POSTED, HELD ──the server wants URLs opened first──▶ WANTS URLS ──retry──▶ another request
 * </pre>
 *
 * <p>Used at the conversation's home.
 */
final class Carried implements Speaker {
    /** Most questions about one request that wait for answers. */
    static final int MAX_QUESTIONS = 16;

    private final Bridge bridge;
    private final Request request;
    private final Id id;
    private final String method;
    private final @Nullable LogLevel level;

    /** What servers ask, by the keys that the client knows. */
    final Map<String, Question> questions = new LinkedHashMap<>();

    private DeclaredCapabilities capabilities;
    private byte @Nullable [] digest;
    private @Nullable Id token;
    private @Nullable LonePost post;
    private @Nullable Function<Id, Lifted> answer;
    private @Nullable Cause refusal;
    private @Nullable Future<?> end;
    private int asked;
    private boolean wantsUrls;

    /**
     * What a server asks.
     *
     * @param id of its request; null if it waits for no answer
     * @param json the question, as the client is told it
     */
    @SuppressWarnings("ArrayRecordComponent") // Written, never compared.
    record Question(@Nullable Id id, byte[] json) {}

    /**
     * @param id in the session
     */
    Carried(
            Bridge bridge,
            Id id,
            Request request,
            DeclaredCapabilities capabilities,
            LonePost post) {
        this.bridge = bridge;
        this.request = request;
        this.id = id;
        this.method = request.method();
        this.capabilities = capabilities;
        this.post = post;
        this.token = request.params().progressToken();
        this.level = LogLevel.of(RequestsLowering.logLevel(request));
    }

    /** Its id in the session. */
    Id id() {
        return id;
    }

    /** What it asks for. */
    String method() {
        return method;
    }

    /** What a retry has to ask for, too; see {@link RequestsLowering#digest}. */
    byte[] digest() {
        byte[] known = digest;
        if (known == null) {
            known = RequestsLowering.digest(request);
            digest = known;
        }
        return known;
    }

    /** The level from which on log messages are told; null for none. */
    @Nullable LogLevel level() {
        return level;
    }

    /** What its client can be asked. */
    DeclaredCapabilities capabilities() {
        return capabilities;
    }

    /** The progress token of its client; null if it wants to hear of none. */
    @Nullable Id token() {
        return token;
    }

    /** Where its client waits; null while it is held. */
    @Nullable LonePost post() {
        return post;
    }

    /** A door answers it, which says more than its answer does. */
    void refusal(Cause cause) {
        refusal = cause;
    }

    /** Why a door answers it; null if none does. */
    @Nullable Cause refusal() {
        return refusal;
    }

    /**
     * Its client was asked something.
     *
     * @param givenUp what rings if it does not come back
     */
    void hold(Future<?> givenUp) {
        post = null;
        end = givenUp;
    }

    /** Its client is back. */
    void resume(LonePost now, Request retry, DeclaredCapabilities declared) {
        post = now;
        token = retry.params().progressToken();
        capabilities = declared;
        forgetEnd();
    }

    /** Nobody is waited for any more. */
    void forgetEnd() {
        if (end != null) {
            end.cancel(false);
            end = null;
        }
    }

    /** The server is done with it, but would take it again once some URLs were opened. */
    void wantUrls() {
        wantsUrls = true;
    }

    /** Whether that is so. */
    boolean wantsUrls() {
        return wantsUrls;
    }

    /** A key under which its client is asked something more. */
    String nextKey() {
        asked++;
        return "input-" + asked;
    }

    /**
     * Answers it, now or when its client comes back.
     *
     * @param known the answer by the id of whoever waits for it
     */
    void answer(Function<Id, Lifted> known) {
        if (post == null) {
            answer = known;
        } else {
            post.answer(known.apply(post.id()));
        }
    }

    /** The answer that waits for its client; null if there is none. */
    @Nullable Function<Id, Lifted> answer() {
        return answer;
    }

    @Override
    public void accepted() {
        // It is a request, and waits for its answer.
    }

    @Override
    public void reply(Frame frame, Cause cause) {
        bridge.refused(this, frame, cause);
    }

    @Override
    public void refused(Rejection rejection) {
        bridge.rejected(this, rejection);
    }
}
