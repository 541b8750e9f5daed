package io.agentgate.transports.websocket;

import io.agentgate.transports.entrance.Entrance;
import io.agentgate.transports.exchange.Room;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;

/** The reader of frames, which takes its part of the loop's room for one that is not whole yet. */
final class FrameDecoder extends WebSocket13FrameDecoder {
    private static final WebSocketDecoderConfig STRICT =
            WebSocketDecoderConfig.newBuilder()
                    .expectMaskedFrames(true)
                    .allowMaskMismatch(false)
                    .allowExtensions(false)
                    .maxFramePayloadLength(Entrance.MAX_BODY_BYTES)
                    .closeOnProtocolViolation(false)
                    .withUTF8Validator(false)
                    .build();

    private final Room room;
    private final Runnable noRoom;
    private int taken;
    private boolean deaf;

    /**
     * @param noRoom hears once that it reads no more, for want of room
     */
    FrameDecoder(Room room, Runnable noRoom) {
        super(STRICT);
        this.room = room;
        this.noRoom = noRoom;
    }

    @Override
    public void channelRead(ChannelHandlerContext on, Object bytes) throws Exception {
        if (deaf) {
            ReferenceCountUtil.release(bytes);
            return;
        }
        super.channelRead(on, bytes);
        int change = actualReadableBytes() - taken;
        if (change <= 0) {
            room.give(-change);
            taken += change;
        } else if (room.take(change)) {
            taken += change;
        } else {
            deaf = true;
            noRoom.run();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext on) throws Exception {
        room.give(taken);
        taken = 0;
        deaf = true;
        super.channelInactive(on);
    }
}
