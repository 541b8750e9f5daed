package io.agentgate.transports.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client, and what it is waited for: one request after the other, answered in
 * their order (RFC 9112, section 9). Stands behind a decoder of requests, and holds back what comes
 * while a request is in progress. Used on its loop.
 *
 * <pre>
 *   IDLE ──first byte──▶ HEAD ──head complete──▶ BODY ──body complete──▶ BUSY ──answered──▶ IDLE
 *                                 any ──answered for the last time──▶ LEAVING ──▶ closed
 *                                                                    BUSY ──upgraded──▶ BUSY ──▶ closed
 * </pre>
 *
 * <p>Whoever leaves is given a moment to read the answer: closing at once, with bytes of its
 * request unread, would take the answer back.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter {
    /** How long each phase may last, in nanoseconds; zero for as long as it takes. */
    private enum Phase {
        IDLE(120_000_000_000L),
        HEAD(8_000_000_000L),
        BODY(30_000_000_000L),
        BUSY(0),
        LEAVING(1_000_000_000L);

        private final long mostNanos;

        Phase(long mostNanos) {
            this.mostNanos = mostNanos;
        }
    }

    private final Connections connections;
    private final Consumer<ClientRequest> requests;
    private final @Nullable X509Certificate certificate;
    private final Queue<Object> heldBack = new ArrayDeque<>(0);
    private @Nullable ChannelHandlerContext context;
    private @Nullable ClientRequest request;
    private Phase phase = Phase.IDLE;
    private long since;
    private @Nullable Pulse pulse;
    private boolean bodyComplete;
    private boolean answered;
    private int pauses;
    private boolean catchingUp;
    private boolean last;

    /**
     * @param requests takes each request when its head is complete
     * @param certificate what the client has proved to hold, or null
     */
    ClientConnection(
            Connections connections,
            Consumer<ClientRequest> requests,
            @Nullable X509Certificate certificate) {
        this.connections = connections;
        this.requests = requests;
        this.certificate = certificate;
        this.since = connections.now();
    }

    /** What an answer that goes on for long does every second. */
    public interface Pulse {
        /**
         * @return false if the client takes nothing any more and is to be cut off
         */
        boolean beat(long nanoTime);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    /** Bytes came, before they are a request: a head that never ends is noticed. */
    void bytes() {
        if (phase == Phase.IDLE) {
            enter(Phase.HEAD);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext on, Object message) {
        if (mustWait() || !heldBack.isEmpty()) {
            heldBack.add(message);
            readOn(false);
        } else {
            process(message);
        }
    }

    /** Whether what comes belongs to a later moment. */
    private boolean mustWait() {
        return phase != Phase.LEAVING && (pauses > 0 || (request != null && bodyComplete));
    }

    private void process(Object message) {
        try {
            if (phase == Phase.LEAVING) {
                return;
            }
            if (!(message instanceof HttpObject part) || part.decoderResult().isFailure()) {
                unreadable(message);
                return;
            }
            if (part instanceof HttpRequest head) {
                begin(head);
            }
            if (part instanceof HttpContent content) {
                content(content);
            }
        } catch (RuntimeException unexpected) {
            connections.failed(unexpected);
            close();
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest head) {
        ClientRequest begun = next(head);
        HttpVersion version = head.protocolVersion();
        if (!version.protocolName().equals(HttpVersion.HTTP_1_1.protocolName())
                || version.majorVersion() != HttpVersion.HTTP_1_1.majorVersion()) {
            turnAway(begun, 505);
            return;
        }
        enter(Phase.BODY);
        requests.accept(begun);
    }

    private ClientRequest next(HttpRequest head) {
        ClientRequest next = new ClientRequest(this, head);
        request = next;
        bodyComplete = false;
        answered = false;
        return next;
    }

    private void content(HttpContent content) {
        ClientRequest reading = request;
        if (reading == null) {
            return;
        }
        ClientRequest.Reader reader = reading.reader();
        if (content.content().isReadable()) {
            reader.piece(ByteBufUtil.getBytes(content.content()));
        }
        if (content instanceof LastHttpContent && phase != Phase.LEAVING) {
            bodyComplete = true;
            if (!answered) {
                enter(Phase.BUSY);
            }
            reader.end();
            nextIfDone();
        }
    }

    /** It is not HTTP, or too long a head; what follows cannot be understood. */
    private void unreadable(Object message) {
        Throwable cause = message instanceof HttpObject part ? part.decoderResult().cause() : null;
        int status =
                switch (cause) {
                    case TooLongHttpLineException tooLong -> 414;
                    case TooLongHttpHeaderException tooLong -> 431;
                    case null, default -> 400;
                };
        ClientRequest begun = request;
        if (begun == null && message instanceof HttpRequest head) {
            begun = next(head);
        }
        if (begun == null || answered || !begun.answer().isFresh()) {
            close();
        } else {
            begun.reader().broken();
            turnAway(begun, status);
        }
    }

    private static void turnAway(ClientRequest turned, int status) {
        turned.answer().last();
        turned.answer().end(status);
    }

    /** The answer is complete. */
    void answered() {
        answered = true;
        pulse = null;
        if (!last) {
            nextIfDone();
        } else if (bodyComplete && heldBack.isEmpty()) {
            ChannelFuture _ =
                    context()
                            .writeAndFlush(Unpooled.EMPTY_BUFFER)
                            .addListener(ChannelFutureListener.CLOSE);
            enter(Phase.LEAVING);
        } else {
            leave();
        }
    }

    /** Says that nothing more comes, and reads what the client still sends, into nowhere. */
    private void leave() {
        enter(Phase.LEAVING);
        drop();
        readOn(true);
        ChannelFuture _ =
                context()
                        .writeAndFlush(Unpooled.EMPTY_BUFFER)
                        .addListener(written -> sayNothingMore());
    }

    private void sayNothingMore() {
        SslHandler tls = context().pipeline().get(SslHandler.class);
        if (tls == null) {
            ChannelFuture _ = ((DuplexChannel) context().channel()).shutdownOutput();
        } else {
            // Without it the client has to fear that something was cut off (RFC 8446, section 6.1).
            ChannelFuture _ = tls.closeOutbound();
        }
    }

    private void nextIfDone() {
        if (request == null || !answered || !bodyComplete) {
            return;
        }
        request = null;
        enter(Phase.IDLE);
        catchUp();
    }

    /** Goes on with what was held back. */
    private void catchUp() {
        if (catchingUp) {
            // An answer given at once leads back here.
            return;
        }
        catchingUp = true;
        while (!mustWait() && !heldBack.isEmpty()) {
            bytes();
            process(heldBack.remove());
        }
        catchingUp = false;
        if (!mustWait()) {
            readOn(true);
        }
    }

    private void readOn(boolean on) {
        if (context().channel().config().isAutoRead() != on) {
            context().channel().config().setAutoRead(on);
        }
    }

    void pause() {
        pauses++;
        readOn(false);
    }

    void resume() {
        pauses--;
        catchUp();
    }

    /** Lets others speak on this connection, from the answer's head on. */
    boolean upgrade(byte[] head, List<ChannelHandler> instead) {
        ClientRequest upgraded = request;
        if (upgraded == null || !bodyComplete || !upgraded.answer().isFresh()) {
            throw new IllegalStateException("no request that waits for its answer");
        }
        if (!heldBack.isEmpty()) {
            // It was read as HTTP, which it is not.
            close();
            return false;
        }
        upgraded.answer().superseded();
        ChannelPipeline pipeline = context().pipeline();
        for (ChannelHandler handler : instead) {
            pipeline.addBefore(context().name(), null, handler);
        }
        write(buffer(head.length).writeBytes(head));
        ChannelHandler _ = pipeline.remove(HttpRequestDecoder.class);
        readOn(true);
        return true;
    }

    /** Makes the answer that is being given the last. */
    void makeLast() {
        last = true;
    }

    boolean isOpen() {
        return context().channel().isActive();
    }

    boolean isFull() {
        return !context().channel().isWritable();
    }

    ByteBuf buffer(int bytes) {
        return context().alloc().ioBuffer(bytes);
    }

    void write(ByteBuf bytes) {
        ChannelFuture _ = context().writeAndFlush(bytes, context().voidPromise());
    }

    @Nullable X509Certificate certificate() {
        return certificate;
    }

    String address() {
        return context().channel().remoteAddress() instanceof InetSocketAddress internet
                ? internet.getAddress().getHostAddress()
                : "";
    }

    /** Takes care of an answer that goes on. */
    public void pulse(Pulse beats) {
        pulse = beats;
    }

    private void enter(Phase next) {
        phase = next;
        since = connections.now();
    }

    /** Looks whether the client kept us waiting for too long. */
    void check(long nanoTime) {
        boolean overdue = phase.mostNanos > 0 && nanoTime - since > phase.mostNanos;
        Pulse beating = pulse;
        if (overdue || (beating != null && !beating.beat(nanoTime))) {
            close();
        }
    }

    void close() {
        ChannelFuture _ = context().close();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext on) {
        // All of it was for here.
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext on) {
        ClientRequest writing = request;
        if (writing != null && on.channel().isWritable()) {
            writing.answer().drained();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext on, Throwable cause) {
        // The client has left in a hurry.
        close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext on) {
        connections.closed(this);
        drop();
        ClientRequest left = request;
        request = null;
        if (left != null) {
            try {
                if (!bodyComplete) {
                    left.reader().broken();
                }
                left.answer().gone();
            } catch (RuntimeException unexpected) {
                connections.failed(unexpected);
            }
        }
        on.fireChannelInactive();
    }

    private void drop() {
        heldBack.forEach(ReferenceCountUtil::release);
        heldBack.clear();
    }
}
