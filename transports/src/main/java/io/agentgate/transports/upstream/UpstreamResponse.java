package io.agentgate.transports.upstream;

import org.jspecify.annotations.Nullable;

/**
 * A server's answer: its head at once, its body as it comes. Used on the event loop it comes on,
 * where whoever gets it says at once what becomes of the body.
 */
public interface UpstreamResponse {
    /** The status code (RFC 9110, section 15). */
    int status();

    /** The value of a header; of several, the first; null if there is none. */
    @Nullable String header(String name);

    /** Takes the body. */
    void read(Reader reader);

    /** Lets a body nobody wants pass, unless it is long. */
    void discard();

    /** Asks for nothing more of the body until {@link #resume}; some may be on its way. */
    void pause();

    void resume();

    /** Gives up the rest of the answer, and with it the connection. The reader hears no more. */
    void abort();

    /** Where a body goes. */
    interface Reader {
        /**
         * @param bytes never changed again
         */
        void piece(byte[] bytes);

        /** The body is complete. */
        void end();

        /** The connection broke within the body. */
        void broken();
    }
}
