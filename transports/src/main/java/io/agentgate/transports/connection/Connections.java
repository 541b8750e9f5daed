package io.agentgate.transports.connection;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The connections of clients to one event loop; used on that loop only. Bounded. */
public final class Connections {
    /** Most connections to one event loop. */
    public static final int MAX_CONNECTIONS = 20_000;

    private final Map<HttpConnection, ClientConnection> open = new HashMap<>();

    /** Takes a connection in, or closes it if there are too many. */
    public void opened(HttpConnection connection) {
        if (open.size() >= MAX_CONNECTIONS) {
            connection.close();
            return;
        }
        ClientConnection client = new ClientConnection(connection, System.nanoTime());
        open.put(connection, client);
        connection.closeHandler(closed -> open.remove(connection));
        ((ConnectionBase) connection).channel().pipeline().addFirst(client);
    }

    /** The connection a request came on. */
    public ClientConnection of(HttpServerRequest request) {
        ClientConnection client = open.get(request.connection());
        if (client == null) {
            throw new IllegalStateException("a request without a connection");
        }
        return client;
    }

    /** Closes connections that kept us waiting, and lets long answers show a sign of life. */
    public void sweep(long nanoTime) {
        for (ClientConnection client : List.copyOf(open.values())) {
            client.check(nanoTime);
        }
    }
}
