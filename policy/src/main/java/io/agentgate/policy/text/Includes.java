package io.agentgate.policy.text;

import java.io.IOException;

/** The files that a policy may include. */
public interface Includes {
    /**
     * The name of an included file.
     *
     * @param from the name of the file that includes it
     * @param path what stands there
     */
    String resolve(String from, String path);

    /** The text of a file. */
    String read(String name) throws IOException;
}
