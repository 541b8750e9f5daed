package io.agentgate.transports.exchange;

import io.agentgate.gateway.Gatekeeper;
import io.agentgate.gateway.Ruling;
import io.agentgate.gateway.call.Session;
import io.agentgate.transports.route.Route;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.session.Sessions;
import io.agentgate.transports.tls.TlsMaterial;
import io.agentgate.transports.upstream.Instance;
import io.agentgate.transports.upstream.Upstream;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** What the exchanges of one event loop share. */
public final class EventLoop {
    private final EventExecutor executor;
    private final Mailbox mailbox;
    private final Gatekeeper gatekeeper;
    private final BiFunction<Route.Direct, Instance, Upstream> connector;
    private final Map<Instance, Upstream> upstreams = new HashMap<>();
    private final Sessions sessions;
    private final Room room;
    private final Silence silence;
    private final Watch watch;
    private final Thread thread = Thread.currentThread();
    private int running;

    /**
     * Made on the loop.
     *
     * @param gatekeeper this loop's own
     * @param connector makes what reaches a server
     * @param loops how many loops there are
     */
    public EventLoop(
            Context context,
            Gatekeeper gatekeeper,
            BiFunction<Route.Direct, Instance, Upstream> connector,
            Sessions sessions,
            int loops) {
        this.executor = ((ContextInternal) context).nettyEventLoop();
        this.gatekeeper = gatekeeper;
        this.mailbox = new Mailbox(context, this::failed);
        this.connector = connector;
        this.sessions = sessions;
        this.room = Room.ofHeap(loops);
        this.silence = new Silence(context, this::failed);
        this.watch = new Watch(this::failed);
    }

    /** The memory for what comes in. */
    public Room room() {
        return room;
    }

    /** Rules on what a server sent; what cannot be ruled on is dropped. */
    public Ruling release(Session session, byte[] message) {
        try {
            return gatekeeper.release(session, message);
        } catch (RuntimeException unexpected) {
            failed(unexpected);
            return Ruling.DROP;
        }
    }

    /** Takes note of a fault of ours; its message may hold what nobody may see. */
    public void failed(RuntimeException unexpected) {
        gatekeeper.note("internal_error", unexpected.getClass().getName());
    }

    /** The door, as this loop goes through it. */
    public Gatekeeper gatekeeper() {
        return gatekeeper;
    }

    /** The server behind a session whose exchanges are passed on, as this loop reaches it. */
    Upstream upstream(ClientSession session) {
        return upstream(direct(session), instance(session));
    }

    /** The endpoint of a session: its own, or the one for what is new. */
    Instance instance(ClientSession session) {
        Instance own = session.instance();
        return own == null ? direct(session).instances().choose() : own;
    }

    static Route.Direct direct(ClientSession session) {
        return switch (session.route()) {
            case Route.Direct direct -> direct;
            case Route.Linked _, Route.Federated _ ->
                    throw new IllegalStateException(
                            session.route().server() + " is spoken with message by message");
        };
    }

    /** An endpoint of a server, as this loop reaches it. */
    public Upstream upstream(Route.Direct route, Instance at) {
        Upstream known = upstreams.get(at);
        if (known == null) {
            known = connector.apply(route, at);
            upstreams.put(at, known);
        }
        return known;
    }

    /** Reaches a server with other files of TLS, if it was reached before. */
    public io.vertx.core.Future<Boolean> update(Route.Direct route, TlsMaterial now) {
        io.vertx.core.Future<Boolean> all = io.vertx.core.Future.succeededFuture(true);
        for (Instance each : route.instances().all()) {
            Upstream known = upstreams.get(each);
            all = known == null ? all : all.compose(done -> known.update(now));
        }
        return all;
    }

    /** Reaches no other servers any more; what is in progress there goes on to its end. */
    public void leaveOthersThan(Collection<Route> served) {
        Set<Instance> stay = new HashSet<>();
        for (Route each : served) {
            if (each instanceof Route.Direct direct) {
                stay.addAll(direct.instances().all());
            }
        }
        upstreams
                .entrySet()
                .removeIf(
                        each -> {
                            boolean left = !stay.contains(each.getKey());
                            if (left) {
                                each.getValue().retire();
                            }
                            return left;
                        });
    }

    /** The sessions of all loops. */
    public Sessions sessions() {
        return sessions;
    }

    /** Goes on here once something is known; at once if it is already. */
    public <T> void after(CompletionStage<T> later, Consumer<T> then) {
        later.thenAccept(
                known -> {
                    if (Thread.currentThread().equals(thread)) {
                        accept(known, then);
                    } else {
                        run(() -> then.accept(known));
                    }
                });
    }

    private <T> void accept(T known, Consumer<T> then) {
        try {
            then.accept(known);
        } catch (RuntimeException unexpected) {
            failed(unexpected);
        }
    }

    /** Runs something here, whichever thread asks; at once if it is this loop's. */
    public void run(Runnable task) {
        if (Thread.currentThread().equals(thread) && mailbox.isEmpty()) {
            task.run();
        } else {
            mailbox.leave(task);
        }
    }

    /** Runs something here in a moment. */
    public void afterSilence(Runnable then) {
        silence.after(then);
    }

    /**
     * Runs something here after a while.
     *
     * @return can be cancelled
     */
    public Future<?> after(Duration pause, Runnable then) {
        return executor.schedule(
                () -> {
                    try {
                        then.run();
                    } catch (RuntimeException unexpected) {
                        failed(unexpected);
                    }
                },
                pause.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** What may take too long here. */
    public Watch watch() {
        return watch;
    }

    /** A request of a client is in progress. */
    public void began() {
        running++;
    }

    /** It is not any more. */
    public void ended() {
        running--;
    }

    /** How many requests of clients are in progress. */
    public int running() {
        return running;
    }
}
