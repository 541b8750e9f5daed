package io.agentgate.testkit.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a scripted server says that it got, but for the handshake. */
final class Witness implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Thread listening;

    Witness(ClientSide side) throws IOException {
        listening = Thread.ofVirtual().start(() -> listen(side));
    }

    private void listen(ClientSide side) {
        try (Socket server = socket.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
            String handshake = in.readLine();
            assert handshake != null;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                seen.add(line);
                side.reached();
            }
        } catch (IOException closed) {
            assert closed != null;
        }
    }

    String port() {
        return Integer.toString(socket.getLocalPort());
    }

    /** All of it, once the server has ended. */
    List<String> seen() throws InterruptedException {
        listening.join();
        return List.copyOf(seen);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
