package io.agentgate.transports.exchange;

import io.agentgate.gateway.Gatekeeper;
import io.agentgate.gateway.Ruling;
import io.agentgate.gateway.call.Session;
import io.agentgate.transports.session.Sessions;
import io.agentgate.transports.upstream.Upstream;
import io.vertx.core.Context;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the exchanges of one event loop share. */
public final class EventLoop {
    private final Mailbox mailbox;
    private final Gatekeeper gatekeeper;
    private final Upstream upstream;
    private final Sessions sessions;
    private final Room room;
    private final Thread thread = Thread.currentThread();
    private int running;

    /**
     * Made on the loop.
     *
     * @param gatekeeper this loop's own
     * @param upstream makes what reaches the server, which is told whom to tell of faults
     * @param loops how many loops there are
     */
    public EventLoop(
            Context context,
            Gatekeeper gatekeeper,
            Function<Consumer<RuntimeException>, Upstream> upstream,
            Sessions sessions,
            int loops) {
        this.gatekeeper = gatekeeper;
        this.mailbox = new Mailbox(context, this::failed);
        this.upstream = upstream.apply(this::failed);
        this.sessions = sessions;
        this.room = Room.ofHeap(loops);
    }

    Room room() {
        return room;
    }

    /** Rules on what a server sent; what cannot be ruled on is dropped. */
    Ruling release(Session session, byte[] message) {
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

    Gatekeeper gatekeeper() {
        return gatekeeper;
    }

    /** The server, as this loop reaches it. */
    public Upstream upstream() {
        return upstream;
    }

    Sessions sessions() {
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

    /** Runs something here, whichever thread asks. */
    void run(Runnable task) {
        mailbox.leave(task);
    }

    void began() {
        running++;
    }

    void ended() {
        running--;
    }

    /** How many requests of clients are in progress. */
    public int running() {
        return running;
    }
}
