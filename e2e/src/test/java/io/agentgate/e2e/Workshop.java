package io.agentgate.e2e;

import java.nio.file.Path;
import java.util.List;

/** The workshop is the demo server of the examples, started as a process of its own. */
public final class Workshop {
    private Workshop() {}

    public static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.agentgate.examples.WorkshopServer");
    }
}
