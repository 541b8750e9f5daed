import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the training runs for AOT caches share. */
final class Training {
    private Training() {}

    /** The JVM that is trained: of the runtime in the distribution, else the one that trains. */
    static String java(Path dist) {
        Path own = dist.resolve("runtime");
        Path home = Files.isDirectory(own) ? own : Path.of(System.getProperty("java.home"));
        return home.resolve("bin").resolve("java").toString();
    }

    /** The flags stand in build/launch.sh, once for all; the distribution lies below its root. */
    static List<String> jvmFlags(Path dist, String variable) throws IOException {
        Path root = dist.toAbsolutePath().normalize();
        while (!Files.exists(root.resolve("build/launch.sh"))) {
            root = root.getParent();
        }
        for (String line : Files.readAllLines(root.resolve("build/launch.sh"))) {
            if (line.startsWith(variable + "=")) {
                return List.of(line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')).split(" "));
            }
        }
        throw new IllegalStateException("build/launch.sh names no " + variable);
    }

    static void requireCache(Path cache) {
        if (!Files.isRegularFile(cache)) {
            throw new IllegalStateException("the JVM made no AOT cache at " + cache);
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
