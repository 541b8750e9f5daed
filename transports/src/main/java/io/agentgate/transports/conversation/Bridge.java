package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.Ruling.Cause;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.gateway.lifting.DeclaredCapabilities;
import io.agentgate.gateway.lifting.Lifted;
import io.agentgate.gateway.lifting.LiftingAnswers;
import io.agentgate.gateway.lifting.LiftingServer;
import io.agentgate.gateway.lifting.RequestsLowering;
import io.agentgate.gateway.lifting.RequestsOfOurs;
import io.agentgate.protocol.Cancellation;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.LogLevel;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import io.agentgate.protocol.Value;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.exchange.Version;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.session.Talk;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A handshake session of the gateway's own, held open for the stateless requests of one caller that
 * declare the same capabilities: each goes its way there under an id of the session's.
 *
 * <pre>
 *   BEGINNING ──the server's result──▶ BEGUN ──unused, or the server's end──▶ ENDED
 *       └──its error──▶ ENDED
 * </pre>
 *
 * <p>Lives on the loop where it began, its home; what is public may be called on any thread.
 */
final class Bridge implements Outlet, Talk, LonePost.Pace {
    /** Most requests that wait for the session to begin. */
    static final int MAX_WAITING = 256;

    /** One that nobody uses for so long ends. */
    static final Duration IDLE = Duration.ofMinutes(5);

    private static final String TOOLS_LIST = "tools/list";
    private static final String OVER = "the session with the server has ended";
    private final EventLoop home;
    private final ClientSession client;
    private final DeclaredCapabilities capabilities;
    private final Bridges all;
    private final Conversation conversation;
    private final HeldCalls held;
    private final Listeners listeners;
    private final OwnRequests own = new OwnRequests(this::hear, this::turnedAway);
    private final ServerWords words;
    private final Scanner scanner = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);
    private final Deque<Arrival> waiting = new ArrayDeque<>(2);
    private final Map<Id, Carried> inProgress = new LinkedHashMap<>();
    private final Set<LonePost> full = new HashSet<>();
    private @Nullable LiftingServer server;
    private @Nullable Rejection failure;
    private @Nullable LogLevel level;
    private @Nullable SubjectToken subject;
    private volatile int busy;
    private volatile long lastUse;

    /** A request that came. */
    private record Arrival(
            Request request,
            DeclaredCapabilities capabilities,
            LonePost post,
            @Nullable SubjectToken subject) {}

    /**
     * @param home the loop it is made on
     * @param client its session, which is not begun yet
     */
    Bridge(EventLoop home, ClientSession client, DeclaredCapabilities capabilities, Bridges all) {
        this.home = home;
        this.client = client;
        this.capabilities = capabilities;
        this.all = all;
        this.held = new HeldCalls(this);
        this.listeners = new Listeners(this);
        this.words = new ServerWords(this, held, listeners);
        this.conversation = Conversation.of(home, client, this);
        this.lastUse = System.nanoTime();
        client.talk(this);
    }

    /** Asks the server to begin. */
    void begin(@Nullable SubjectToken sentFor) {
        subject = sentFor;
        String version = Version.ofProduct();
        ask(id -> RequestsOfOurs.initialize(id, capabilities.bytes(), version), this::begun);
    }

    /** Its caller uses it; called on any thread. */
    void used(Login.Accepted login) {
        ClientSession _ =
                home.sessions().find(client.name(), login, client.route(), System.nanoTime());
    }

    private void begun(Frame answer) {
        if (scanner.scan(answer.bytes()) instanceof Response response
                && response.outcome() instanceof Response.Result) {
            server = new LiftingServer(answer);
            say(RequestsOfOurs.initialized());
            for (Arrival next = waiting.poll(); next != null; next = waiting.poll()) {
                start(next);
            }
        } else if (failure == null) {
            failure =
                    new Rejection(
                            502, "the server did not begin a session: " + Lifted.reason(answer));
        }
    }

    /** Something of our own went no further for a reason that is not MCP's. */
    private void turnedAway(Rejection rejection) {
        if (server == null) {
            failure = rejection;
        }
    }

    /** Takes a request of a client; called on any thread. */
    void carry(
            Request request,
            DeclaredCapabilities declared,
            LonePost post,
            @Nullable SubjectToken sentFor) {
        home.run(() -> take(new Arrival(request, declared, post, sentFor)));
    }

    private void take(Arrival arrival) {
        lastUse = System.nanoTime();
        if (conversation.hasEnded()) {
            arrival.post().rejected(failure == null ? ended(OVER) : failure);
        } else if (server != null) {
            start(arrival);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(arrival);
            count();
        } else {
            arrival.post().rejected(ended("too many requests wait for the server to begin"));
        }
    }

    private static Rejection ended(String reason) {
        return new Rejection(503, reason, "Retry-After", "1");
    }

    private void start(Arrival arrival) {
        subject = arrival.subject();
        switch (arrival.request().method()) {
            case RequestsOfOurs.DISCOVER ->
                    arrival.post()
                            .answer(new Lifted(200, server().discovered(arrival.post().id())));
            case "subscriptions/listen" -> listeners.begin(arrival.request(), arrival.post());
            default -> send(arrival);
        }
        count();
    }

    private void send(Arrival arrival) {
        LonePost post = arrival.post();
        Carried next =
                new Carried(this, own.nextId(), arrival.request(), arrival.capabilities(), post);
        level(next);
        inProgress.put(next.id(), next);
        Frame lowered = RequestsLowering.lower(arrival.request(), next.id());
        hear(lowered, next);
        follow(next, post);
    }

    /** Gives a request up when whoever waits for it leaves. */
    void follow(Carried request, LonePost post) {
        post.sent(this, () -> home.run(() -> left(request, post)));
    }

    /** Asks for as many log messages as the most curious of the requests wants. */
    private void level(Carried next) {
        LogLevel wanted = next.level();
        if (wanted == null || !server().logs()) {
            return;
        }
        for (Carried each : inProgress.values()) {
            LogLevel other = each.level();
            wanted = other != null && wanted.reaches(other) ? other : wanted;
        }
        if (!wanted.equals(level)) {
            LogLevel now = wanted;
            level = now;
            ask(id -> RequestsOfOurs.setLevel(id, now.word()), this::levelled);
        }
    }

    private void levelled(Frame answer) {
        if (!Lifted.isResult(answer)) {
            // Nobody knows which level the server has.
            level = null;
        }
    }

    /** Sends a request once more, as another one; the door knows nothing of the one before. */
    void again(Request request, DeclaredCapabilities declared, LonePost post) {
        send(new Arrival(request, declared, post, subject));
    }

    /** Goes on with a held call; called on any thread. */
    void resume(HeldCalls.Retry retry, LonePost post, @Nullable SubjectToken sentFor) {
        home.run(
                () -> {
                    lastUse = System.nanoTime();
                    subject = sentFor;
                    held.resume(retry, post);
                    count();
                });
    }

    /** A client left before its request was answered, and with it waits for nothing. */
    void left(Carried request, LonePost post) {
        if (post.equals(request.post())) {
            cancel(request, "cancelled by the client");
        }
    }

    /** Gives a request up. */
    void cancel(Carried request, String reason) {
        held.forget(request);
        if (inProgress.remove(request.id()) != null) {
            say(Cancellation.of(request.id(), reason));
        }
        count();
    }

    /** A door sent a request back. */
    void refused(Carried request, Frame frame, Cause cause) {
        inProgress.remove(request.id());
        request.refusal(cause);
        finish(request, frame);
    }

    private void finish(Carried request, Frame frame) {
        held.settle(request);
        Cause refusal = request.refusal();
        LiftingServer from = refusal == null ? server() : null;
        String method = request.method();
        LonePost post = request.post();
        if (method.equals(TOOLS_LIST)) {
            learn(frame);
        }
        if (post == null || refusal == null) {
            request.answer(id -> LiftingAnswers.lift(frame, id, method, from));
        } else {
            post.refused(LiftingAnswers.lift(frame, post.id(), method, null), refusal);
        }
        count();
    }

    /** What is listed here says which arguments the heads of calls have to mirror. */
    private void learn(Frame answer) {
        Value result = Value.of(answer).member("result");
        if (result != null) {
            client.route().arguments().learn(result);
        }
    }

    /** A request goes no further for a reason that is not MCP's. */
    void rejected(Carried request, Rejection rejection) {
        inProgress.remove(request.id());
        LonePost post = request.post();
        if (post != null) {
            // To a client of this era a 404 would say that there is no such method.
            post.rejected(rejection.status() < 500 ? ended(rejection.reason()) : rejection);
        }
        count();
    }

    /** The request of that id; null if the server has none. */
    @Nullable Carried request(Id id) {
        return inProgress.get(id);
    }

    /** The requests that the server has. */
    Collection<Carried> inProgress() {
        return inProgress.values();
    }

    /** Whether the server still has a request. */
    boolean isInProgress(Carried request) {
        return request.equals(inProgress.get(request.id()));
    }

    EventLoop home() {
        return home;
    }

    Bridges all() {
        return all;
    }

    ClientSession client() {
        return client;
    }

    /** The server, once it has begun. */
    LiftingServer server() {
        LiftingServer begun = server;
        if (begun == null) {
            throw new IllegalStateException("the server has not begun yet");
        }
        return begun;
    }

    /** Says something that awaits no answer. */
    void say(Frame frame) {
        hear(frame, Unanswered.SPEAKER);
    }

    /** Asks the server something of our own. */
    void ask(Function<Id, Frame> request, Consumer<Frame> answer) {
        own.ask(request, answer);
    }

    private void hear(Frame frame, Speaker speaker) {
        conversation.hear(frame.bytes(), conversation.isDraft(), speaker, subject);
    }

    @Override
    public void asked(Id request, Speaker speaker) {
        // It is known by its id already.
    }

    @Override
    public boolean tell(Frame frame, Bearing bearing, @Nullable Id within) {
        return switch (bearing) {
            case Bearing.Answers(Id request) -> answered(request, frame);
            case Bearing.ReportsOn(Id request) -> words.report(request, frame);
            case Bearing.Asks(Id question) -> words.ask(question, frame, within);
            case Bearing.Alone _ -> words.notice(frame, within);
        };
    }

    private boolean answered(Id id, Frame frame) {
        if (own.answered(id, frame)) {
            return true;
        }
        Carried request = inProgress.remove(id);
        if (request == null) {
            return false;
        }
        if (request.refusal() == null && held.wantUrls(request, frame)) {
            count();
        } else {
            finish(request, frame);
        }
        return true;
    }

    @Override
    public void refusing(Id id, Cause cause) {
        Carried request = inProgress.get(id);
        if (request != null) {
            request.refusal(cause);
        }
    }

    @Override
    public void endOthersThan(Predicate<Id> stillInProgress) {
        // Only we give requests up, and know which.
    }

    @Override
    public void caughtUp() {
        // Whoever posts waits for its answer.
    }

    @Override
    public void close(String reason) {
        Rejection why = failure == null ? ended(reason) : failure;
        for (Arrival each : waiting) {
            each.post().rejected(why);
        }
        waiting.clear();
        for (Carried each : List.copyOf(inProgress.values())) {
            rejected(each, why);
        }
        own.clear();
        held.close();
        listeners.close();
        count();
        all.ended(this);
    }

    @Override
    public void full(LonePost post) {
        home.run(
                () -> {
                    full.add(post);
                    conversation.slow();
                });
    }

    @Override
    public void drained(LonePost post) {
        home.run(
                () -> {
                    if (full.remove(post) && full.isEmpty()) {
                        conversation.quicken();
                    }
                });
    }

    /** Something began or ended here. */
    void count() {
        busy = waiting.size() + inProgress.size() + held.size() + listeners.size();
        lastUse = System.nanoTime();
    }

    /** Whether nobody waits for anything here. May be asked on any thread. */
    boolean isIdle() {
        return busy == 0;
    }

    @Override
    public boolean isWaiting() {
        return busy > 0 || conversation.isWaiting();
    }

    @Override
    public void tidy() {
        home.run(
                () -> {
                    if (isIdle() && System.nanoTime() - lastUse > IDLE.toNanos()) {
                        conversation.over("the session was not used");
                    }
                });
    }

    @Override
    public void serversChanged() {
        home.run(conversation::serversChanged);
    }

    @Override
    public void end() {
        home.run(() -> conversation.over(OVER));
    }
}
