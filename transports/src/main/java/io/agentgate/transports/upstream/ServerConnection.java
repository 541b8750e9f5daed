package io.agentgate.transports.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the server: one exchange after the other (RFC 9112, section 9). Stands behind a
 * decoder of responses, and reads what that makes of the server's bytes. Used on its loop.
 *
 * <pre>
 *   idle ──send──▶ outcome waits for a head ──head──▶ reader waits for the body ──last──▶ idle
 *                            any ──fault, abort, or the server's wish──▶ closed
 * </pre>
 */
final class ServerConnection extends ChannelInboundHandlerAdapter {
    private static final int SWITCHED = 101;

    private final Consumer<RuntimeException> faults;
    private ConnectionPool pool;
    private @Nullable ChannelHandlerContext context;
    private Upstream.@Nullable Outcome outcome;
    private UpstreamResponse.@Nullable Reader reader;
    private boolean interim;
    private boolean kept;
    private boolean spent;
    private boolean busy;
    private int quiet;

    /**
     * @param faults hears of outcomes and readers that fail
     */
    ServerConnection(ConnectionPool pool, Consumer<RuntimeException> faults) {
        this.pool = pool;
        this.faults = faults;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** It is another pool's from now on. */
    void belongTo(ConnectionPool other) {
        pool = other;
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    /** Where to write a request. */
    ByteBuf buffer(int bytes) {
        return context().alloc().ioBuffer(bytes);
    }

    boolean isOpen() {
        return context().channel().isActive();
    }

    boolean isIdle() {
        return outcome == null && reader == null && !interim;
    }

    /** Begins an exchange on an idle connection. */
    void send(ByteBuf request, Upstream.Outcome result) {
        quiet = 0;
        outcome = result;
        busy = true;
        pool.began();
        // A write that fails closes the connection, of which the outcome hears.
        ChannelFuture _ = context().writeAndFlush(request, context().voidPromise());
    }

    private void over() {
        if (busy) {
            busy = false;
            pool.ended();
        }
    }

    /** Ends the connection, if it is still this outcome that it waits for. */
    void giveUp(Upstream.Outcome result) {
        if (result.equals(outcome)) {
            outcome = null;
            close();
        }
    }

    /**
     * Counts the looks at this connection since it last did something.
     *
     * @return how many there were
     */
    int look() {
        return ++quiet;
    }

    void close() {
        ChannelFuture _ = context().close();
    }

    @Override
    public void channelRead(ChannelHandlerContext on, Object message) {
        try {
            quiet = 0;
            if (!(message instanceof HttpObject part) || part.decoderResult().isFailure()) {
                // Not HTTP, or no more: nothing behind it can be trusted.
                close();
                return;
            }
            if (part instanceof HttpResponse head) {
                head(head);
            }
            if (part instanceof HttpContent content) {
                content(content);
            }
        } catch (RuntimeException unexpected) {
            faults.accept(unexpected);
            close();
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void head(HttpResponse head) {
        int status = head.status().code();
        Upstream.Outcome waiting = outcome;
        if (waiting == null || !isHttp1(head)) {
            // Nobody asked, or not in this protocol.
            close();
        } else if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL
                && status != SWITCHED) {
            interim = true;
        } else {
            kept = HttpUtil.isKeepAlive(head) && status != SWITCHED;
            outcome = null;
            Response response = new Response(head);
            reader = response;
            waiting.answered(response);
        }
    }

    private static boolean isHttp1(HttpResponse head) {
        HttpVersion version = head.protocolVersion();
        return version.protocolName().equals(HttpVersion.HTTP_1_1.protocolName())
                && version.majorVersion() == HttpVersion.HTTP_1_1.majorVersion();
    }

    private void content(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (interim) {
            interim = !last;
            return;
        }
        UpstreamResponse.Reader body = reader;
        if (body == null) {
            return;
        }
        if (content.content().isReadable()) {
            body.piece(ByteBufUtil.getBytes(content.content()));
        }
        // The body may have been given up within.
        if (last && reader != null) {
            reader = null;
            context().channel().config().setAutoRead(true);
            spent = true;
            body.end();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext on) {
        // Not before: what else came with an answer must not be there for the next request.
        if (spent) {
            spent = false;
            over();
            if (kept && isOpen()) {
                pool.give(this);
            } else {
                close();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext on, Throwable cause) {
        // Broken by the network or by TLS; whoever waits hears of it as the channel closes.
        close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext on) {
        boolean wasIdle = isIdle();
        Upstream.Outcome waiting = outcome;
        UpstreamResponse.Reader body = reader;
        outcome = null;
        reader = null;
        over();
        pool.closed(this, wasIdle);
        try {
            if (waiting != null) {
                waiting.broken();
            } else if (body != null) {
                body.broken();
            }
        } catch (RuntimeException unexpected) {
            faults.accept(unexpected);
        }
        on.fireChannelInactive();
    }

    /** The answer in progress; reads its body into nowhere until somebody asks for it. */
    private final class Response implements UpstreamResponse, UpstreamResponse.Reader {
        private static final int WORTH_READING = 1 << 16;

        private final HttpResponse head;
        private int passed;

        Response(HttpResponse head) {
            this.head = head;
        }

        @Override
        public int status() {
            return head.status().code();
        }

        @Override
        public @Nullable String header(String name) {
            return head.headers().get(name);
        }

        private boolean isInProgress() {
            return reader != null;
        }

        @Override
        public void read(Reader body) {
            if (isInProgress()) {
                reader = body;
            }
        }

        @Override
        public void discard() {
            if (status() == SWITCHED) {
                // What follows on this connection is no HTTP, and it must carry no other request.
                abort();
            } else {
                read(this);
            }
        }

        @Override
        public void piece(byte[] bytes) {
            passed += bytes.length;
            if (passed > WORTH_READING) {
                // A new connection costs less than reading on.
                abort();
            }
        }

        @Override
        public void end() {
            // As it should.
        }

        @Override
        public void broken() {
            // Nobody wanted it.
        }

        @Override
        public void pause() {
            if (isInProgress()) {
                context().channel().config().setAutoRead(false);
            }
        }

        @Override
        public void resume() {
            if (isInProgress()) {
                context().channel().config().setAutoRead(true);
            }
        }

        @Override
        public void abort() {
            if (isInProgress()) {
                reader = null;
                close();
            }
        }
    }
}
