package io.agentgate.e2e;

import java.nio.file.Path;
import java.util.List;

/** The workshop is the demo server of the examples, started as a process of its own. */
public final class Workshop {
    private Workshop() {}

    public static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Whatever the JVM has to say, it may not say on standard output.
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-cp",
                System.getProperty("java.class.path"),
                "io.agentgate.examples.WorkshopServer");
    }
}
