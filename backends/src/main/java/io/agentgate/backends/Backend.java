package io.agentgate.backends;

import java.io.IOException;

/** A component that runs in processes of its own, and can be taken away and given back. */
public interface Backend extends AutoCloseable {
    /** Ends it in good order; its data and its port are kept. Does nothing if it does not run. */
    void stop() throws IOException;

    /** Starts it again with its data, at the same port; ends it before if it runs. */
    void restart() throws IOException;

    /** Ends it, and deletes its data. */
    @Override
    void close() throws IOException;
}
