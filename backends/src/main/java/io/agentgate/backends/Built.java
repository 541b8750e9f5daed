package io.agentgate.backends;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What this repository's build has made.
 *
 * @param root the repository
 */
record Built(Path root) {
    static Built here() throws IOException {
        return new Built(Path.of(settings("stack.properties").getProperty("root")).normalize());
    }

    /** A file that the build of this module wrote. */
    static Properties settings(String name) throws IOException {
        try (InputStream written = open(name);
                InputStreamReader text = new InputStreamReader(written, StandardCharsets.UTF_8)) {
            Properties settings = new Properties();
            settings.load(text);
            return settings;
        }
    }

    /** A file that the build of this module put beside its classes. */
    static InputStream open(String name) throws IOException {
        InputStream written = Built.class.getResourceAsStream(name);
        if (written == null) {
            throw new IOException("no " + name + ": build with ./mvnw");
        }
        return written;
    }

    /** The packaged service of a module. */
    Path service(String module) throws IOException {
        Path jar = root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IOException(
                    module + " is not built: ./mvnw -DskipTests -pl " + module + " -am package");
        }
        return jar;
    }
}
