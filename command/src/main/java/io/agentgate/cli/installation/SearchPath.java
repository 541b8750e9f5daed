package io.agentgate.cli.installation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where programs are looked for by their names. */
public final class SearchPath {
    private SearchPath() {}

    /** Whether a program of this name, without a slash, is found. */
    public static boolean has(Map<String, String> environment, String program) {
        for (String directory : environment.getOrDefault("PATH", "").split(":")) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }
}
