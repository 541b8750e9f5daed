package io.agentgate.transports.connection;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request of a client: its head at once, its body as it comes. Used on its loop. */
public final class ClientRequest {
    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ClientConnection connection;
    private final HttpRequest head;
    private final Answer answer;
    private Reader reader = Reader.NOBODY;

    ClientRequest(ClientConnection connection, HttpRequest head) {
        this.connection = connection;
        this.head = head;
        this.answer = new Answer(connection, head);
    }

    /** Where a body goes. */
    public interface Reader {
        /** Lets it pass. */
        Reader NOBODY =
                new Reader() {
                    @Override
                    public void piece(byte[] bytes) {
                        // Nobody wants it.
                    }

                    @Override
                    public void end() {
                        // As it should.
                    }

                    @Override
                    public void broken() {
                        // Nobody wanted it.
                    }
                };

        /**
         * @param bytes never changed again
         */
        void piece(byte[] bytes);

        /** The body is complete. */
        void end();

        /** The client left, or what it sent ceased to be HTTP. */
        void broken();
    }

    public HttpMethod method() {
        return head.method();
    }

    public HttpHeaders headers() {
        return head.headers();
    }

    /** What stands behind the path of the target, or null. */
    public @Nullable String query() {
        String target = head.uri();
        int mark = target.indexOf('?');
        int fragment = target.indexOf('#');
        if (mark < 0 || (fragment >= 0 && fragment < mark)) {
            return null;
        }
        return target.substring(mark + 1, fragment < 0 ? target.length() : fragment);
    }

    /** The path of the target, whichever form that has (RFC 9112, section 3.2). */
    public String path() {
        String target = head.uri();
        int from = 0;
        if (!target.startsWith("/")) {
            int authority = target.indexOf("://");
            int slash = authority < 0 ? -1 : target.indexOf('/', authority + 3);
            if (authority >= 0 && slash < 0) {
                return "/";
            }
            from = Math.max(slash, 0);
        }
        int to = from;
        while (to < target.length() && target.charAt(to) != '?' && target.charAt(to) != '#') {
            to++;
        }
        return target.substring(from, to);
    }

    /** The address the request comes from, as digits. */
    public String address() {
        return connection.address();
    }

    /** The certificate whose key the client holds; null if it showed none. */
    public @Nullable X509Certificate certificate() {
        return connection.certificate();
    }

    public ClientConnection connection() {
        return connection;
    }

    public Answer answer() {
        return answer;
    }

    /** Takes the body from here on; what came before is gone. */
    public void read(Reader body) {
        reader = body;
    }

    Reader reader() {
        return reader;
    }

    /** Whether something else may be spoken after it (RFC 9110, section 7.8). */
    public boolean mayUpgrade() {
        return head.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    /**
     * Answers that something else is spoken from here on, which is left to others; called at the
     * end of the body.
     *
     * @param answer the whole head of the answer
     * @param instead what reads and writes from then on, the one next to the network first
     * @return false if the client did not wait for the answer, and is cut off
     */
    public boolean upgrade(byte[] answer, List<ChannelHandler> instead) {
        return connection.upgrade(answer, instead);
    }

    /** Lets nothing more of the body come until {@link #resume} was called as often. */
    public void pause() {
        connection.pause();
    }

    public void resume() {
        connection.resume();
    }

    /** Tells a client that waits for it to send the body (RFC 9110, section 10.1.1). */
    public void sayContinue() {
        connection.write(connection.buffer(CONTINUE.length).writeBytes(CONTINUE));
    }
}
