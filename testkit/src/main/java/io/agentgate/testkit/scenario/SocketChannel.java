package io.agentgate.testkit.scenario;

import io.agentgate.testkit.http.ServeProcess;
import io.agentgate.testkit.http.WireSocket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A client that speaks WebSocket. */
final class SocketChannel implements ChannelConversation.Channel {
    private final WireSocket socket;

    SocketChannel(ServeProcess serve) throws IOException {
        socket = new WireSocket(serve.at("/ws")).open();
    }

    @Override
    public void say(String message, @Nullable String otherwiseSilent) throws IOException {
        WireSocket _ = socket.say(message);
    }

    @Override
    public @Nullable String next() throws IOException {
        return socket.message();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
