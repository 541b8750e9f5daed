package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.Ruling.Cause;
import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.transports.connection.ClientRequest;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.session.Talk;
import io.agentgate.transports.websocket.WebSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A conversation whose client speaks WebSocket, and lasts as long as its connection does. What the
 * client says waits, and the client with it, while what it said before waits for the journal.
 *
 * <p>Lives on the loop of the connection; what is public as a {@link Talk} may be called on any.
 */
public final class SocketTalk implements Talk, Outlet, WebSocket.Listener {
    /** How long a client is believed to be who it was. */
    private static final long BELIEVED_NANOS = 1_000_000_000L;

    /** How long a client may be connected without beginning. */
    private static final long SILENT_NANOS = 120_000_000_000L;

    private static final int GOING_AWAY = 1001;
    private static final int POLICY = 1008;
    private static final int FAILED = 1011;

    private final EventLoop home;
    private final ClientSession client;
    private final @Nullable SubjectToken subject;
    private final Standing standing;
    private final Conversation conversation;
    private final Backlog backlog;
    private final InProgress inProgress;
    private final Deque<byte[]> unheard = new ArrayDeque<>(2);
    private final Runnable close = this::end;
    private final WebSocket socket;
    private final long since = System.nanoTime();
    private long believed = since;
    private int code = FAILED;
    private boolean asking;
    private boolean hearing;
    private boolean slow;

    /**
     * @param home the loop it is made on
     * @param subject for whom the client speaks, where a server asks
     */
    public SocketTalk(
            EventLoop home,
            ClientSession client,
            @Nullable SubjectToken subject,
            Standing standing) {
        this.home = home;
        this.client = client;
        this.subject = subject;
        this.standing = standing;
        this.inProgress = new InProgress(home);
        this.socket = new WebSocket(home, this);
        this.conversation = Conversation.of(home, client, this);
        this.backlog = new Backlog(conversation);
        client.talk(this);
        // While it is connected it is not idle.
        boolean _ = client.opened(close);
    }

    /** Takes the client's handshake, at the end of its body. */
    public void begin(ClientRequest handshake) {
        if (!socket.open(handshake)) {
            conversation.over("the client did not wait");
        }
    }

    @Override
    public void message(byte[] text) {
        unheard.addLast(text);
        goOn();
    }

    /** Hears what came, as far as it may be heard now. */
    private void goOn() {
        if (hearing) {
            return;
        }
        hearing = true;
        while (mayHear()) {
            byte[] next = unheard.pollFirst();
            if (next == null) {
                break;
            }
            if (System.nanoTime() - believed > BELIEVED_NANOS) {
                unheard.addFirst(next);
                ask();
            } else {
                hear(next);
            }
        }
        hearing = false;
        socket.reading(unheard.isEmpty() && mayHear());
    }

    private boolean mayHear() {
        return !asking && backlog.hasRoom();
    }

    private void ask() {
        asking = true;
        standing.ask(
                objection -> {
                    asking = false;
                    if (objection == null) {
                        believed = System.nanoTime();
                    } else if (objection.status() == 429 || objection.status() >= 500) {
                        // Nobody can say now; whoever speaks next is asked about again.
                        refuse(objection);
                    } else {
                        end(POLICY, objection.reason());
                    }
                    goOn();
                });
    }

    /** Lets the next message go no further. */
    private void refuse(Rejection rejection) {
        byte[] next = unheard.pollFirst();
        if (next != null) {
            Said said = new Said(next);
            said.settle();
            Frame answer = said.answer(rejection);
            if (answer != null) {
                send(answer);
            }
        }
    }

    private void hear(byte[] message) {
        Said said = new Said(message);
        Rejection notNow = standing.notNow();
        if (notNow != null && said.request() != null) {
            said.refused(notNow);
            return;
        }
        backlog.hear(message, said, subject);
    }

    /** One message of the client. */
    private final class Said extends InProgress.Said {
        Said(byte[] message) {
            super(inProgress, message);
        }

        @Override
        public void accepted() {
            settle();
        }

        @Override
        public void reply(Frame frame, Cause cause) {
            settle();
            send(frame);
        }

        @Override
        public void refused(Rejection rejection) {
            settle();
            Frame answer = answer(rejection);
            if (answer != null) {
                send(answer);
            } else if (rejection.status() >= 500) {
                end(FAILED, rejection.reason());
            }
        }
    }

    private void send(Frame frame) {
        socket.send(frame.bytes());
        if (!slow && socket.isFull()) {
            slow = true;
            conversation.slow();
        }
    }

    @Override
    public void drained() {
        if (slow) {
            slow = false;
            conversation.quicken();
        }
    }

    @Override
    public void second(long nanoTime) {
        if (conversation.isDraft() && nanoTime - since > SILENT_NANOS) {
            end(POLICY, "no session was begun");
        }
    }

    @Override
    public void gone(String reason) {
        conversation.over(reason);
    }

    @Override
    public void asked(Id request, Speaker speaker) {
        inProgress.asked(request, speaker);
    }

    @Override
    public boolean tell(Frame frame, Bearing bearing, @Nullable Id within) {
        inProgress.told(bearing);
        send(frame);
        return true;
    }

    @Override
    public void refusing(Id request, Cause cause) {
        // The answer says all that can be said here.
    }

    @Override
    public void endOthersThan(Predicate<Id> stillInProgress) {
        inProgress.endOthersThan(stillInProgress);
    }

    @Override
    public void caughtUp() {
        goOn();
    }

    @Override
    public void close(String reason) {
        unheard.clear();
        inProgress.end();
        client.closed(close);
        socket.close(code, reason);
    }

    private void end(int with, String reason) {
        code = with;
        conversation.over(reason);
    }

    @Override
    public boolean isWaiting() {
        return conversation.isWaiting();
    }

    @Override
    public void serversChanged() {
        home.run(conversation::serversChanged);
    }

    @Override
    public void end() {
        home.run(() -> end(GOING_AWAY, "the gateway ends this session"));
    }
}
