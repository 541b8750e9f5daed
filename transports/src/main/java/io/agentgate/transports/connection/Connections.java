package io.agentgate.transports.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The connections of clients to one event loop; used on that loop only. Bounded. */
public final class Connections {
    /** Most connections to one event loop. */
    public static final int MAX_CONNECTIONS = 20_000;

    private static final int MAX_LINE_BYTES = 4 << 10;
    private static final int MAX_HEADER_BYTES = 16 << 10;

    /** Vert.x's own handler, which is told of the end of the connection and of nothing else. */
    private static final String BEHIND = "handler";

    private final Set<ClientConnection> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Consumer<ClientRequest> requests;
    private final Consumer<RuntimeException> faults;
    private long swept = System.nanoTime();

    /**
     * @param requests takes each request when its head is complete
     * @param faults hears of readers and answers that fail
     */
    public Connections(Consumer<ClientRequest> requests, Consumer<RuntimeException> faults) {
        this.requests = requests;
        this.faults = faults;
    }

    /** Takes a connection in, or closes it if there are too many. */
    public void opened(NetSocket socket) {
        if (open.size() >= MAX_CONNECTIONS) {
            socket.close();
            return;
        }
        Channel channel = ((ConnectionBase) socket).channel();
        if (!channel.eventLoop().inEventLoop()) {
            throw new IllegalStateException("a connection on another event loop");
        }
        ClientConnection client = new ClientConnection(this, requests, certificate(socket));
        open.add(client);
        channel.pipeline().addBefore(BEHIND, null, decoder(client)).addBefore(BEHIND, null, client);
    }

    private static @Nullable X509Certificate certificate(NetSocket socket) {
        if (!socket.isSsl()) {
            return null;
        }
        try {
            return socket.sslSession().getPeerCertificates()[0] instanceof X509Certificate shown
                    ? shown
                    : null;
        } catch (SSLPeerUnverifiedException anonymous) {
            return null;
        }
    }

    private static HttpRequestDecoder decoder(ClientConnection client) {
        HttpDecoderConfig config =
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(MAX_LINE_BYTES)
                        .setMaxHeaderSize(MAX_HEADER_BYTES);
        return new HttpRequestDecoder(config) {
            @Override
            public void channelRead(ChannelHandlerContext on, Object bytes) throws Exception {
                client.bytes();
                super.channelRead(on, bytes);
            }
        };
    }

    /** The time of the last sweep, which is exact enough for deadlines of seconds. */
    long now() {
        return swept;
    }

    void closed(ClientConnection client) {
        open.remove(client);
    }

    void failed(RuntimeException unexpected) {
        faults.accept(unexpected);
    }

    /** Closes connections that kept us waiting, and lets long answers show a sign of life. */
    public void sweep(long nanoTime) {
        swept = nanoTime;
        for (ClientConnection client : List.copyOf(open)) {
            client.check(nanoTime);
        }
    }
}
