package io.agentgate.cluster.bundle;

import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A policy-service on loopback whose bundle, and whose trouble, a test says. */
final class ServiceForTest implements AutoCloseable {
    static final String TOKEN = "token-of-the-proxies";

    /** Shorter than proxies ask for, so that a test sees several polls. */
    private static final Duration WAIT = Duration.ofMillis(300);

    private final WireServer server;
    private String body = "";
    private int version;
    private int trouble;
    private int reportStatus = 204;

    ServiceForTest() throws IOException {
        server = new WireServer(this::handle);
    }

    URI address() {
        return server.at("");
    }

    synchronized void publish(String bundle) {
        body = bundle;
        version++;
        notifyAll();
    }

    /** Answers everything with this status; 0 for none at all: connections are cut. */
    synchronized void fail(int status) {
        trouble = status == 0 ? -1 : status;
        notifyAll();
    }

    synchronized void recover() {
        trouble = 0;
    }

    synchronized void takeReports(int status) {
        reportStatus = status;
    }

    private void handle(Received request, Reply reply) throws IOException, InterruptedException {
        boolean poll = request.method().equals("GET");
        if (!("Bearer " + TOKEN).equals(request.header("Authorization"))) {
            reply.answer(401, "");
        } else if (poll) {
            poll(request, reply);
        } else {
            reply.answer(reportStatus(), "");
        }
    }

    private synchronized int reportStatus() {
        return trouble > 0 ? trouble : reportStatus;
    }

    private synchronized void poll(Received request, Reply reply)
            throws IOException, InterruptedException {
        String known = request.header("If-None-Match");
        long end = System.nanoTime() + WAIT.toNanos();
        while (trouble == 0 && tag().equals(known) && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
        }
        if (trouble != 0) {
            fail(reply);
        } else if (tag().equals(known)) {
            reply.answer(304, "", "ETag: " + tag());
        } else {
            reply.answer(200, body, "ETag: " + tag());
        }
    }

    private void fail(Reply reply) throws IOException {
        if (trouble < 0) {
            reply.cut();
        } else {
            reply.answer(trouble, "{\"detail\":\"secret of the service\"}");
        }
    }

    private String tag() {
        return "\"" + version + "\"";
    }

    List<Received> polls() {
        return all("GET");
    }

    List<String> reports() {
        return all("PUT").stream()
                .filter(report -> !isOfServers(report))
                .map(Received::body)
                .toList();
    }

    /** What was told of servers, taken or not. */
    List<String> servers() {
        return all("PUT").stream().filter(ServiceForTest::isOfServers).map(Received::body).toList();
    }

    private static boolean isOfServers(Received request) {
        return request.head().startLine().contains("/servers ");
    }

    /** The latest report, or an empty text. */
    String lastReport() {
        List<String> reports = reports();
        return reports.isEmpty() ? "" : reports.getLast();
    }

    private List<Received> all(String method) {
        return server.received().stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
