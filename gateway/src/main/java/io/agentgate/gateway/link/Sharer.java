package io.agentgate.gateway.link;

import io.agentgate.gateway.call.Session;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Scanned;
import io.agentgate.protocol.Scanner;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One session that shares a link with others: its way to the server, and what it is told. */
final class Sharer implements ServerLink {
    private final SharedLink link;
    private final Inbox inbox;

    private final ReentrantLock scanning = new ReentrantLock();

    /** What was admitted may have grown by what it was redacted to. */
    private final Scanner scanner = new Scanner(Session.SERVER_LIMITS, Peer.CLIENT);

    /** By the session's own ids; guarded by the lock of the link, as all below. */
    private final Map<Id, Asked> asked = new HashMap<>();

    private @Nullable Outgoing last;

    Sharer(SharedLink link, LinkListener listener) {
        this.link = link;
        this.inbox = new Inbox(listener);
    }

    @Override
    public void send(Outgoing message) {
        link.take(this, message, scan(message));
    }

    private Scanned scan(Outgoing message) {
        scanning.lock();
        try {
            return scanner.scan(message.frame().bytes());
        } finally {
            scanning.unlock();
        }
    }

    @Override
    public void pause() {
        inbox.pause();
    }

    @Override
    public void resume() {
        inbox.resume();
        inbox.work();
    }

    @Override
    public void close() {
        inbox.silence();
        link.leave(this);
    }

    Inbox inbox() {
        return inbox;
    }

    Map<Id, Asked> asked() {
        return asked;
    }

    /** The message before, for what goes with one of ours on the session's behalf. */
    @Nullable Outgoing last() {
        return last;
    }

    void sends(Outgoing message) {
        last = message;
    }
}
