package io.agentgate.backends;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A balancer of TCP connections on loopback: each goes to the next of the targets in turn, and to
 * the one after it where that one refuses.
 */
public final class Balancer implements AutoCloseable {
    private static final int MOST = 1_000;
    private static final int BACKLOG = 200;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int CHUNK = 16 * 1024;

    private final ServerSocket entrance;
    private final List<InetSocketAddress> targets;
    private final AtomicInteger turn = new AtomicInteger();
    // Connections beyond these wait in the entrance's backlog.
    private final Semaphore places = new Semaphore(MOST);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Balancer(ServerSocket entrance, List<InetSocketAddress> targets) {
        this.entrance = entrance;
        this.targets = targets;
    }

    /**
     * Starts one.
     *
     * @param port where it listens; a free one
     * @param targets at least one port of loopback
     */
    public static Balancer start(int port, List<Integer> targets) throws IOException {
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a balancer without targets");
        }
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Balancer balancer =
                new Balancer(
                        new ServerSocket(port, BACKLOG, loopback),
                        targets.stream()
                                .map(target -> new InetSocketAddress(loopback, target))
                                .toList());
        Thread.ofVirtual().start(balancer::accept);
        return balancer;
    }

    public static Balancer start(List<Integer> targets) throws IOException {
        return start(FreePort.choose(), targets);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                places.acquire();
                Socket client = entrance.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            assert entrance.isClosed() : closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client;
                Socket target = connect()) {
            open.add(target);
            closeIfEnded(target);
            Thread back = Thread.ofVirtual().start(() -> carry(target, client));
            carry(client, target);
            back.join();
            open.remove(target);
        } catch (IOException nobody) {
            // The client sees its connection end, as it would without us.
            assert nobody != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
            places.release();
        }
    }

    /** The balancer may have been closed since the connection came. */
    private void closeIfEnded(Socket socket) throws IOException {
        if (entrance.isClosed()) {
            socket.close();
        }
    }

    private Socket connect() throws IOException {
        IOException last = new IOException("no target");
        for (int i = 0; i < targets.size(); i++) {
            int next = Math.floorMod(turn.getAndIncrement(), targets.size());
            Socket socket = new Socket();
            try {
                socket.connect(targets.get(next), CONNECT_MILLIS);
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException refused) {
                socket.close();
                last = refused;
            }
        }
        throw last;
    }

    /** Passes on what comes, and its end; a connection that breaks takes the other with it. */
    private static void carry(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            breakOff(from);
            breakOff(to);
        }
    }

    private static void breakOff(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            assert gone != null;
        }
    }

    /** Stops listening, and ends all connections. */
    @Override
    public void close() throws IOException {
        entrance.close();
        open.forEach(Balancer::breakOff);
    }
}
