package io.agentgate.transports;

import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.gateway.link.Links;
import io.agentgate.gateway.link.ServerLink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server in this process, whose messages a test writes. */
final class ScriptedLinks implements Links {
    private static final long PATIENCE_SECONDS = 20;

    private static final String INITIALIZED =
            """
            {"jsonrpc":"2.0","id":ID,"result":{"protocolVersion":"REVISION","capabilities":\
            CAPABILITIES,"serverInfo":{"name":"scripted","version":"1"}}}\
            """;

    private static final String UNKNOWN =
            "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":-32601,\"message\":\"unknown\"}}";

    private static final String STATELESS = "2026-07-28";

    private static final String DISCOVERED =
            """
            {"jsonrpc":"2.0","id":ID,"result":{"resultType":"complete","supportedVersions":\
            ["2026-07-28"],"capabilities":{},"ttlMs":0,"cacheScope":"private"}}\
            """;

    private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|[0-9]+)");

    private final String revision;
    private final String capabilities;
    private final List<Link> opened = new ArrayList<>();
    private @Nullable LinkException refusal;

    /**
     * @param revision the one it agrees to, or says that it speaks without being asked to begin
     */
    ScriptedLinks(String revision) {
        this(revision, "{\"tools\":{\"listChanged\":true}}");
    }

    /**
     * @param revision the one it agrees to
     * @param capabilities what it declares, JSON
     */
    ScriptedLinks(String revision, String capabilities) {
        this.revision = revision;
        this.capabilities = capabilities;
    }

    /** How many links were opened. */
    synchronized int opened() {
        return opened.size();
    }

    /** Lets nobody in from now on. */
    synchronized void refuse(LinkException why) {
        refusal = why;
    }

    @Override
    public synchronized ServerLink open(SessionIdentity session, LinkListener listener)
            throws LinkException {
        if (refusal != null) {
            throw refusal;
        }
        return new Link(listener);
    }

    /** A link counts from its first message on, unless that asks what the server speaks. */
    private synchronized void count(Link link) {
        if (!opened.contains(link)) {
            opened.add(link);
        }
    }

    /** The link opened last. */
    synchronized Link last() {
        return opened.getLast();
    }

    /** The link opened first. */
    synchronized Link first() {
        return opened.getFirst();
    }

    /** Whether every link that was opened is closed, in a while if need be. */
    boolean allClosed() throws InterruptedException {
        List<Link> all;
        synchronized (this) {
            all = List.copyOf(opened);
        }
        for (Link each : all) {
            if (!each.awaitClose()) {
                return false;
            }
        }
        return true;
    }

    /** One link, which answers {@code initialize} and {@code server/discover} by itself. */
    final class Link implements ServerLink {
        private final LinkListener listener;
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);
        private final CountDownLatch paused = new CountDownLatch(1);
        private volatile String begun = "";

        Link(LinkListener listener) {
            this.listener = listener;
        }

        @Override
        public void send(Outgoing message) {
            String text = message.frame().text();
            if (text.contains("\"server/discover\"")) {
                String answer = revision.equals(STATELESS) ? DISCOVERED : UNKNOWN;
                say(answer.replace("ID", id(text)));
                return;
            }
            count(this);
            if (text.contains("\"initialize\"")) {
                begun = text;
                say(
                        INITIALIZED
                                .replace("REVISION", revision)
                                .replace("CAPABILITIES", capabilities)
                                .replace("ID", id(text)));
            } else {
                told.add(text);
            }
        }

        /** The {@code initialize} that it was told. */
        String begun() {
            return begun;
        }

        /** The id of a request, as it is written. */
        static String id(String request) {
            Matcher id = ID.matcher(request);
            if (!id.find()) {
                throw new AssertionError("no request: " + request);
            }
            return id.group(1);
        }

        /** What the server was told next. */
        String told() throws InterruptedException {
            String next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("the server was told nothing");
            }
            return next;
        }

        /** The server says something. */
        void say(String message) {
            listener.received(message.getBytes(StandardCharsets.UTF_8), null);
        }

        /** The server ends. */
        void end(String reason) {
            listener.ended(reason);
        }

        boolean awaitClose() throws InterruptedException {
            return closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        boolean awaitPause() throws InterruptedException {
            return paused.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public void pause() {
            paused.countDown();
        }

        @Override
        public void resume() {
            // It says what it says.
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
