package io.agentgate.backends;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** A balancer before small servers that say who they are. */
@NullMarked
class BalancerIT {
    @Test
    void givesConnectionsToEachTargetInTurn() throws IOException {
        try (Echo one = new Echo("one");
                Echo two = new Echo("two");
                Balancer balancer = Balancer.start(List.of(one.port(), two.port()))) {
            assertThat(List.of(say(balancer), say(balancer), say(balancer), say(balancer)))
                    .containsExactly("one:hello", "two:hello", "one:hello", "two:hello");
        }
    }

    @Test
    void goesPastATargetThatRefuses() throws IOException {
        try (Echo one = new Echo("one");
                Balancer balancer = Balancer.start(List.of(FreePort.choose(), one.port()))) {
            assertThat(say(balancer)).isEqualTo("one:hello");
            assertThat(say(balancer)).isEqualTo("one:hello");
        }
    }

    @Test
    void endsAConnectionThatNoTargetTakes() throws IOException {
        try (Balancer balancer = Balancer.start(List.of(FreePort.choose()));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), balancer.port())) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void endsOpenConnectionsWithItself() throws IOException {
        try (Echo one = new Echo("one");
                Socket socket = servedAndLeft(one)) {
            assertThat(ended(socket)).isTrue();
        }
    }

    /** A connection that was served by a balancer which has ended since. */
    private static Socket servedAndLeft(Echo target) throws IOException {
        try (Balancer balancer = Balancer.start(List.of(target.port()))) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), balancer.port());
            assertThat(socket.getInputStream().readNBytes(4)).hasSize(4);
            return socket;
        }
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private static String say(Balancer balancer) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), balancer.port())) {
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A server that answers with its name, and with what it was sent. */
    private static final class Echo implements AutoCloseable {
        private final ServerSocket socket;
        private final String name;

        Echo(String name) throws IOException {
            this.name = name;
            this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return socket.getLocalPort();
        }

        private void accept() {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    client.getOutputStream().write((name + ":").getBytes(StandardCharsets.UTF_8));
                    client.getInputStream().transferTo(client.getOutputStream());
                } catch (IOException ended) {
                    assert ended != null;
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
