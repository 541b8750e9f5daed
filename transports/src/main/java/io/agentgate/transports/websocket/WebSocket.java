package io.agentgate.transports.websocket;

import io.agentgate.transports.connection.ClientConnection;
import io.agentgate.transports.connection.ClientRequest;
import io.agentgate.transports.entrance.Entrance;
import io.agentgate.transports.exchange.Body;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.exchange.Room;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client that speaks WebSocket: whole texts one way and the other, and signs of
 * life between them. Used on its loop.
 *
 * <pre>
 *   OPEN ──the client's close──▶ answered with the same ──▶ closed
 *     └──ours──▶ CLOSING ──the client's, or a moment──▶ closed
 * </pre>
 */
public final class WebSocket extends ChannelInboundHandlerAdapter
        implements ClientConnection.Pulse {
    /** Most bytes that wait for a client to take them; then it is cut off. */
    public static final int MAX_UNREAD_BYTES = 32 << 20;

    private static final long PING_NANOS = 20_000_000_000L;

    /** Pings without an answer after which the client has gone. */
    private static final int MAX_UNANSWERED = 2;

    /** A client that takes nothing for so long is cut off. */
    private static final long STUCK_NANOS = 60_000_000_000L;

    /** How long a client may take to say goodbye. */
    private static final long FAREWELL_NANOS = 2_000_000_000L;

    /** Longest reason in a close frame (RFC 6455, section 5.5). */
    private static final int MAX_REASON_BYTES = 123;

    private final Room room;
    private final Listener listener;
    private final Consumer<RuntimeException> faults;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Body fragments;
    private boolean wanted = true;
    private boolean closing;
    private boolean over;
    private int unanswered;
    private long lastPing = System.nanoTime();
    private long fullSince;
    private long closingSince;

    /** Who hears what comes; called on its loop. */
    public interface Listener {
        /**
         * A whole message.
         *
         * @param text valid UTF-8, never changed again
         */
        void message(byte[] text);

        /** The client has caught up with what it is told. */
        void drained();

        /** A second is over. */
        void second(long nanoTime);

        /** Nothing more comes, for the client has ended it, whether or not it said so. */
        void gone(String reason);
    }

    /**
     * @param room for what is not whole yet
     * @param faults hears of a listener that fails
     */
    WebSocket(Room room, Listener listener, Consumer<RuntimeException> faults) {
        this.room = room;
        this.listener = listener;
        this.faults = faults;
    }

    /** One that is not open yet; made on the loop of the client's connection. */
    public WebSocket(EventLoop loop, Listener listener) {
        this(loop.room(), listener, loop::failed);
    }

    /**
     * Takes a handshake that there is no {@linkplain Handshake#objection objection} to; called at
     * the end of the request's body.
     *
     * @return false if the client did not wait for the answer, and is cut off
     */
    public boolean open(ClientRequest request) {
        if (!request.upgrade(Handshake.answer(request.headers()), handlers())) {
            over = true;
            return false;
        }
        request.connection().pulse(this);
        return true;
    }

    /** What is to stand in the connection's pipeline, in this order. */
    List<ChannelHandler> handlers() {
        FrameDecoder decoder =
                new FrameDecoder(room, () -> fail(1013, "the gateway has no room now"));
        return List.of(decoder, new WebSocket13FrameEncoder(false), this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    /** Tells the client a message. */
    public void send(byte[] message) {
        if (!closing && !over) {
            write(new TextWebSocketFrame(Unpooled.wrappedBuffer(message)));
            if (isFull() && context().channel().bytesBeforeWritable() > MAX_UNREAD_BYTES) {
                cutOff();
            }
        }
    }

    private void write(WebSocketFrame frame) {
        ChannelFuture _ = context().writeAndFlush(frame, context().voidPromise());
    }

    private void cutOff() {
        ChannelFuture _ = context().close();
    }

    /** Whether the client does not keep up with what it is told. */
    public boolean isFull() {
        return !context().channel().isWritable();
    }

    /** Lets more come, or no more than is on its way. */
    public void reading(boolean on) {
        wanted = on;
        pace();
    }

    /** Whoever does not take what it is told is not heard either: it would be told still more. */
    private void pace() {
        if (over) {
            return;
        }
        boolean on = closing || (wanted && !isFull());
        if (context().channel().config().isAutoRead() != on) {
            context().channel().config().setAutoRead(on);
            // What it says of being alive is not heard meanwhile.
            unanswered = 0;
        }
    }

    /**
     * Ends it. Its listener hears nothing more.
     *
     * @param code RFC 6455, section 7.4
     * @param reason for the client; cut where it is too long
     */
    public void close(int code, String reason) {
        if (closing || over) {
            return;
        }
        closing = true;
        closingSince = System.nanoTime();
        giveFragments();
        write(new CloseWebSocketFrame(code, cut(reason)));
        pace();
    }

    private static String cut(String reason) {
        int length = Math.min(reason.length(), MAX_REASON_BYTES);
        while (ByteBufUtil.utf8Bytes(reason.substring(0, length)) > MAX_REASON_BYTES
                || (length > 0 && Character.isHighSurrogate(reason.charAt(length - 1)))) {
            length--;
        }
        return reason.substring(0, length);
    }

    /** Ends it for what the client did. */
    private void fail(int code, String reason) {
        if (!closing && !over) {
            close(code, reason);
            listener.gone(reason);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext on, Object message) {
        try {
            if (message instanceof WebSocketFrame frame) {
                frame(frame);
            }
        } catch (RuntimeException unexpected) {
            faults.accept(unexpected);
            fail(1011, "the gateway failed");
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void frame(WebSocketFrame frame) {
        switch (frame) {
            case CloseWebSocketFrame close -> closed(close);
            case WebSocketFrame late when closing || over -> {}
            case PingWebSocketFrame ping ->
                    write(new PongWebSocketFrame(ping.content().retainedDuplicate()));
            case PongWebSocketFrame pong -> unanswered = 0;
            case BinaryWebSocketFrame binary -> fail(1003, "a message is a text");
            case TextWebSocketFrame text -> text(text);
            case ContinuationWebSocketFrame more -> text(more);
            default -> fail(1002, "this frame is not known");
        }
    }

    private void text(WebSocketFrame frame) {
        Body begun = fragments;
        byte[] bytes = ByteBufUtil.getBytes(frame.content());
        if (begun == null && frame.isFinalFragment()) {
            whole(bytes);
            return;
        }
        Body body = begun == null ? new Body() : begun;
        fragments = body;
        if (body.length() + bytes.length > Entrance.MAX_BODY_BYTES) {
            fail(1009, "message is too large");
        } else if (!room.take(bytes.length)) {
            fail(1013, "the gateway has no room now");
        } else {
            body.add(bytes);
            if (frame.isFinalFragment()) {
                byte[] all = body.bytes();
                giveFragments();
                whole(all);
            }
        }
    }

    private void giveFragments() {
        if (fragments != null) {
            room.give(fragments.length());
            fragments = null;
        }
    }

    private void whole(byte[] text) {
        if (isUtf8(text)) {
            listener.message(text);
        } else {
            fail(1007, "a text is UTF-8");
        }
    }

    private static boolean isUtf8(byte[] text) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)) != null;
        } catch (CharacterCodingException broken) {
            return false;
        }
    }

    /** The client says goodbye, first or in answer to ours. */
    private void closed(CloseWebSocketFrame frame) {
        boolean first = !closing && !over;
        closing = true;
        if (first) {
            giveFragments();
            ByteBuf same = frame.content().retainedDuplicate();
            ChannelFuture _ =
                    context()
                            .writeAndFlush(new CloseWebSocketFrame(true, 0, same))
                            .addListener(ChannelFutureListener.CLOSE);
            closingSince = System.nanoTime();
            listener.gone("the client ended the session");
        } else {
            cutOff();
        }
    }

    @Override
    public boolean beat(long nanoTime) {
        if (!closing) {
            listener.second(nanoTime);
        }
        if (closing) {
            return nanoTime - closingSince < FAREWELL_NANOS;
        }
        if (isFull()) {
            if (fullSince == 0) {
                fullSince = nanoTime;
            }
            return nanoTime - fullSince < STUCK_NANOS;
        }
        fullSince = 0;
        if (nanoTime - lastPing < PING_NANOS || !context().channel().config().isAutoRead()) {
            return true;
        }
        if (unanswered >= MAX_UNANSWERED) {
            return false;
        }
        unanswered++;
        lastPing = nanoTime;
        write(new PingWebSocketFrame());
        return true;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext on) {
        // All of it was for here.
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext on) {
        pace();
        if (on.channel().isWritable()) {
            fullSince = 0;
            if (!closing && !over) {
                listener.drained();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext on, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException broken) {
            fail(broken.closeStatus().code(), broken.closeStatus().reasonText());
        } else {
            // The client has left in a hurry.
            cutOff();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext on) {
        boolean first = !closing && !over;
        over = true;
        giveFragments();
        if (first) {
            try {
                listener.gone("the client left");
            } catch (RuntimeException unexpected) {
                faults.accept(unexpected);
            }
        }
        on.fireChannelInactive();
    }
}
