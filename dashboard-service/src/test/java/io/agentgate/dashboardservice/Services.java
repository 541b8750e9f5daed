package io.agentgate.dashboardservice;

import io.agentgate.dashboard.Right;
import io.agentgate.dashboard.Visitor;
import io.agentgate.dashboardservice.remote.Peer;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A service on loopback that answers as a test says, and somebody who asks it. */
public final class Services implements AutoCloseable {
    public static final String TOKEN = "the-token-of-ann";

    private static final Visitor ANN = new Visitor("ann", EnumSet.allOf(Right.class), TOKEN);

    private final WireServer server = new WireServer(this::handle);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Said> answers = new LinkedHashMap<>();
    private final List<Received> asked = new ArrayList<>();

    private record Said(int status, String body) {}

    public Services() throws IOException {}

    /** Answers a method and path, which begins with it, so from now on. */
    public synchronized Services answer(String methodAndPath, int status, String body) {
        answers.put(methodAndPath, new Said(status, body.replace('\'', '"')));
        return this;
    }

    private synchronized void handle(Received request, Reply reply) throws IOException {
        asked.add(request);
        String line = line(request);
        Said said = new Said(404, "{\"detail\":\"there is no such route\"}");
        for (Map.Entry<String, Said> each : answers.entrySet()) {
            if (line.startsWith(each.getKey())) {
                said = each.getValue();
            }
        }
        reply.answer(said.status(), said.body(), "Content-Type: application/json");
    }

    /** The method and the target of a request line. */
    private static String line(Received request) {
        String start = request.head().startLine();
        return start.substring(0, start.lastIndexOf(' '));
    }

    /** What came, as methods and targets. */
    public synchronized List<String> lines() {
        return asked.stream().map(Services::line).toList();
    }

    public synchronized Received last() {
        return asked.getLast();
    }

    public Peer peer() {
        return new Peer(client, "test-service", server.at(""));
    }

    /** Does something for ann. */
    public static <A> A asAnn(Callable<A> task) throws Exception {
        return ANN.run(task);
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
