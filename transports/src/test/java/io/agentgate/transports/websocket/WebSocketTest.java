package io.agentgate.transports.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.testkit.http.WireSocket;
import io.agentgate.transports.exchange.Room;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebSocketTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int ROOM = 64 << 10;

    private final Room room = new Room(ROOM);
    private final List<String> heard = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final WebSocket socket = new WebSocket(room, new Ears(), this::failed);
    private final long start = System.nanoTime();

    private final class Ears implements WebSocket.Listener {
        @Override
        public void message(byte[] text) {
            heard.add(new String(text, StandardCharsets.UTF_8));
        }

        @Override
        public void drained() {
            heard.add("(drained)");
        }

        @Override
        public void second(long nanoTime) {
            // One of many.
        }

        @Override
        public void gone(String reason) {
            heard.add("(gone: " + reason + ")");
        }
    }

    private void failed(RuntimeException fault) {
        heard.add("(fault: " + fault + ")");
    }

    @BeforeEach
    void connect() {
        channel.pipeline().addLast(socket.handlers().toArray(new ChannelHandler[0]));
    }

    private void come(byte[] bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    }

    private static byte[] text(int first, String text) {
        return WireSocket.frame(first, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first bytes of the frames that went out. */
    private List<Integer> out() {
        List<Integer> frames = new ArrayList<>();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            frames.add(next.readUnsignedByte() & 0xFF);
            next.release();
        }
        return frames;
    }

    private boolean beat(long seconds) {
        return socket.beat(start + seconds * SECOND);
    }

    @Test
    void aClientThatAnswersPingsStays() {
        for (int ping = 1; ping <= 10; ping++) {
            assertThat(beat(21L * ping)).isTrue();
            assertThat(out()).containsExactly(WireSocket.PING);
            come(WireSocket.frame(WireSocket.PONG, new byte[0]));
        }
    }

    @Test
    void aClientThatAnswersNoPingIsCutOffAtTheNextButOne() {
        assertThat(beat(10)).isTrue();
        assertThat(out()).isEmpty();
        assertThat(beat(21)).isTrue();
        assertThat(beat(42)).isTrue();
        assertThat(beat(61)).isTrue();
        assertThat(out()).containsExactly(WireSocket.PING, WireSocket.PING);
        assertThat(beat(63)).isFalse();
    }

    @Test
    void whoIsNotHeardIsNotTakenForGone() {
        assertThat(beat(21)).isTrue();
        socket.reading(false);
        assertThat(beat(42)).isTrue();
        assertThat(beat(63)).isTrue();
        assertThat(beat(84)).isTrue();
        socket.reading(true);
        assertThat(beat(105)).isTrue();
        assertThat(beat(126)).isTrue();
        assertThat(beat(147)).isFalse();
    }

    @Test
    void aClientThatTakesNothingIsNotHeardAndThenCutOff() {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(16, 32));
        fill();

        assertThat(socket.isFull()).isTrue();
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(beat(1)).isTrue();
        assertThat(beat(60)).isTrue();
        assertThat(beat(61)).isFalse();
    }

    /** What is written stays in the channel's buffer. */
    private void fill() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        channel.runPendingTasks();
    }

    @Test
    void aClientThatTakesAgainIsHeardAgain() {
        fill();
        assertThat(beat(1)).isTrue();
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();

        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(heard).containsExactly("(drained)");
        assertThat(beat(62)).isTrue();
    }

    @Test
    void messagesArePutTogetherWhereverTheyAreCut() {
        byte[] first = text(WireSocket.FIRST, "one ");
        byte[] more = text(WireSocket.MORE, "two ");
        byte[] ping = WireSocket.frame(WireSocket.PING, "?".getBytes(StandardCharsets.UTF_8));
        byte[] last = text(WireSocket.LAST, "three");
        byte[] all = join(first, more, ping, last);
        for (int cut = 0; cut <= all.length; cut++) {
            heard.clear();
            come(Arrays.copyOfRange(all, 0, cut));
            come(Arrays.copyOfRange(all, cut, all.length));

            assertThat(heard).as("cut at " + cut).containsExactly("one two three");
            assertThat(out()).containsExactly(WireSocket.PONG);
        }
        assertThat(room.take(ROOM)).isTrue();
    }

    private static byte[] join(byte[]... parts) {
        ByteBuf all = Unpooled.wrappedBuffer(parts);
        return ByteBufUtil.getBytes(all);
    }

    @Test
    void whatIsNotWholeTakesRoomAndGivesItBack() {
        come(text(WireSocket.FIRST, "x".repeat(ROOM - 10)));
        assertThat(room.take(ROOM / 2)).isFalse();
        come(text(WireSocket.MORE, "y".repeat(20)));

        assertThat(heard).containsExactly("(gone: the gateway has no room now)");
        assertThat(out()).contains(WireSocket.CLOSE);
        assertThat(room.take(ROOM)).isTrue();
    }

    @Test
    void aFrameThatIsNotWholeTakesRoomAndGivesItBack() {
        byte[] frame = text(WireSocket.TEXT, "x".repeat(2 * ROOM));
        come(Arrays.copyOfRange(frame, 0, ROOM / 2));
        assertThat(room.take(ROOM)).isFalse();
        come(Arrays.copyOfRange(frame, ROOM / 2, 2 * ROOM));

        assertThat(heard).containsExactly("(gone: the gateway has no room now)");
        ChannelFuture _ = channel.close();
        assertThat(room.take(ROOM)).isTrue();
    }

    @Test
    void whoSaysGoodbyeIsAnsweredAndMayTakeAMoment() {
        socket.close(1001, "x".repeat(200));
        ByteBuf close = channel.readOutbound();
        assertThat(close.readableBytes()).isEqualTo(2 + 125);
        close.release();

        assertThat(socket.beat(System.nanoTime() + SECOND)).isTrue();
        assertThat(socket.beat(System.nanoTime() + 3 * SECOND)).isFalse();
        come(WireSocket.frame(WireSocket.CLOSE, new byte[] {3, (byte) 0xE9}));
        assertThat(channel.isOpen()).isFalse();
        assertThat(heard).isEmpty();
    }

    @Test
    void theClientsGoodbyeIsAnsweredWithTheSame() {
        come(WireSocket.frame(WireSocket.CLOSE, new byte[] {3, (byte) 0xE8}));

        ByteBuf close = channel.readOutbound();
        assertThat(ByteBufUtil.getBytes(close))
                .isEqualTo(new byte[] {(byte) WireSocket.CLOSE, 2, 3, (byte) 0xE8});
        close.release();
        assertThat(channel.isOpen()).isFalse();
        assertThat(heard).containsExactly("(gone: the client ended the session)");
    }
}
