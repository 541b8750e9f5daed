package io.agentgate.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;

/** A server of HTTP at a free port of this machine that answers as it is told, right or wrong. */
public final class WireServer implements AutoCloseable {
    private static final int BACKLOG = 256;

    /** A load that runs for minutes must not fill the memory. */
    private static final int MAX_RECEIVED = 10_000;

    private final ServerSocket listener;
    private final Handler handler;
    private final List<Received> received = new ArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    /** Answers one request, on a thread of its connection's own. */
    public interface Handler {
        /** May take its time; what is not answered when it returns, never is. */
        void handle(Received request, Reply reply) throws IOException, InterruptedException;
    }

    /** Begins to listen. */
    public WireServer(Handler handler) throws IOException {
        this(handler, ServerSocketFactory.getDefault());
    }

    /**
     * The same for sockets of another kind.
     *
     * @param sockets makes the one to listen at; of TLS for an address of HTTPS
     */
    public WireServer(Handler handler, ServerSocketFactory sockets) throws IOException {
        this.handler = handler;
        this.listener = sockets.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        this.acceptor = Thread.ofPlatform().daemon().unstarted(this::accept);
        acceptor.start();
    }

    /** The address of a path here. */
    public URI at(String path) {
        String scheme = listener instanceof SSLServerSocket ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort() + path);
    }

    /** The whole requests so far, at most the first ten thousand. */
    public List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /** How many connections are open. */
    public int connections() {
        return open.size();
    }

    private void remember(Received request) {
        synchronized (received) {
            if (received.size() < MAX_RECEIVED) {
                received.add(request);
            }
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Reply reply = new Reply(socket);
            while (!reply.isCut()) {
                Head head = Head.read(in);
                if (head == null) {
                    return;
                }
                byte[] body = BodyStream.ofRequest(head, in).readAllBytes();
                Received request = new Received(head, new String(body, UTF_8));
                remember(request);
                handler.handle(request, reply);
            }
        } catch (IOException left) {
            // The other side has closed, or the test is over.
            assert left != null;
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** Once this returns, nobody can connect and all connections are closed. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            // As long as it waits, the system goes on to take connections in.
            acceptor.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }
}
