package io.agentgate.transports.upstream;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to the server: opened when all others are in use, kept for a
 * moment. Bounded; used on that loop only.
 */
final class ConnectionPool {
    private static final int MAX_WAITING = 4_096;
    private static final int MAX_LINE_BYTES = 4 << 10;
    private static final int MAX_HEADER_BYTES = 16 << 10;

    /** Vert.x's own handler, which is told of the end of the connection and of nothing else. */
    private static final String BEHIND = "handler";

    private final Context context;
    private final NetClient client;
    private final SocketAddress server;
    private final Bounds bounds;
    private final @Nullable ConnectionPool lender;
    private final Contact contact;
    private final Consumer<RuntimeException> faults;
    private final Set<ServerConnection> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<ServerConnection> idle = new ArrayDeque<>();
    private final Queue<Borrower> waiting = new ArrayDeque<>();
    private int opening;

    /**
     * @param connections most at once
     * @param idleSeconds how long one is kept unused
     * @param silentSeconds how long one is waited for that says nothing; zero for as long as it
     *     takes
     */
    record Bounds(int connections, int idleSeconds, int silentSeconds) {}

    /** Who needs a connection for one exchange. */
    interface Borrower {
        /** Whether it needs none any more, so that it hears nothing more. */
        boolean isGivenUp();

        void connected(ServerConnection connection);

        void unreachable();
    }

    /**
     * @param context the loop's, where connections are opened
     * @param lender whose idle connections are taken before one is opened; null if nobody's are
     * @param contact hears of connections that are made, and of those that cannot be
     */
    ConnectionPool(
            Context context,
            NetClient client,
            SocketAddress server,
            Bounds bounds,
            @Nullable ConnectionPool lender,
            Contact contact,
            Consumer<RuntimeException> faults) {
        this.context = context;
        this.client = client;
        this.server = server;
        this.bounds = bounds;
        this.lender = lender;
        this.contact = contact;
        this.faults = faults;
    }

    /** Gives a connection, as a rule one that is there. */
    void take(Borrower borrower) {
        ServerConnection used = pollIdle();
        boolean room = open.size() + opening < bounds.connections();
        if (used == null && room && lender != null) {
            used = lender.lend(this);
        }
        if (used != null) {
            borrower.connected(used);
        } else if (room) {
            connect(borrower);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(borrower);
        } else {
            borrower.unreachable();
        }
    }

    /** Gives an idle connection away, if there is one. */
    private @Nullable ServerConnection lend(ConnectionPool other) {
        ServerConnection given = pollIdle();
        if (given != null) {
            open.remove(given);
            other.open.add(given);
            given.belongTo(other);
        }
        return given;
    }

    /** The one used last: those used long ago are nearer to being closed by the server. */
    private @Nullable ServerConnection pollIdle() {
        ServerConnection last = idle.pollLast();
        while (last != null && !last.isOpen()) {
            last = idle.pollLast();
        }
        return last;
    }

    private void connect(Borrower borrower) {
        opening++;
        // A connection belongs to the loop of the context it is asked for in.
        context.runOnContext(here -> open().onComplete(made -> connected(made, borrower)));
    }

    private Future<NetSocket> open() {
        try {
            return client.connect(server);
        } catch (IllegalStateException closed) {
            return Future.failedFuture(closed);
        }
    }

    private void connected(AsyncResult<NetSocket> made, Borrower borrower) {
        opening--;
        if (made.failed()) {
            contact.missed(made.cause());
            borrower.unreachable();
            serveNext();
        } else if (borrower.isGivenUp()) {
            give(opened(made.result()));
        } else {
            contact.reached();
            borrower.connected(opened(made.result()));
        }
    }

    private ServerConnection opened(NetSocket socket) {
        Channel channel = ((ConnectionBase) socket).channel();
        if (!channel.eventLoop().inEventLoop()) {
            throw new IllegalStateException("a connection on another event loop");
        }
        ServerConnection connection = new ServerConnection(this, faults);
        open.add(connection);
        HttpDecoderConfig config =
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(MAX_LINE_BYTES)
                        .setMaxHeaderSize(MAX_HEADER_BYTES);
        channel.pipeline()
                .addBefore(BEHIND, null, new HttpResponseDecoder(config))
                .addBefore(BEHIND, null, connection);
        return connection;
    }

    /** An exchange began on a connection. */
    void began() {
        contact.began();
    }

    /** It is over, however. */
    void ended() {
        contact.ended();
    }

    /** Takes back a connection whose exchange is complete. */
    void give(ServerConnection connection) {
        Borrower next = nextWaiting();
        if (next == null) {
            idle.addLast(connection);
        } else {
            next.connected(connection);
        }
    }

    private @Nullable Borrower nextWaiting() {
        Borrower next = waiting.poll();
        while (next != null && next.isGivenUp()) {
            next = waiting.poll();
        }
        return next;
    }

    void closed(ServerConnection connection, boolean wasIdle) {
        open.remove(connection);
        if (wasIdle) {
            idle.remove(connection);
        }
        serveNext();
    }

    private void serveNext() {
        Borrower next = open.size() + opening < bounds.connections() ? nextWaiting() : null;
        if (next != null) {
            connect(next);
        }
    }

    /** Whether nothing is open here or about to be. */
    boolean isEmpty() {
        return open.isEmpty() && opening == 0 && waiting.isEmpty();
    }

    /** Closes what was idle or silent for too long; asked once a second. */
    void sweep() {
        for (ServerConnection connection : List.copyOf(open)) {
            int most = connection.isIdle() ? bounds.idleSeconds() : bounds.silentSeconds();
            if (connection.look() >= most && most > 0) {
                connection.close();
            }
        }
    }
}
