import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts the Quarkus application of {@code serve} into the distribution. Run by the build with the
 * directory of the application and that of the distribution.
 */
final class AssembleServe {
    public static void main(String[] arguments) throws Exception {
        Path application = Path.of(arguments[0]);
        Path dist = Path.of(arguments[1]);
        Path serve = dist.resolve("serve");
        Training.deleteTree(serve);
        copy(application, serve, dist.resolve("lib"));
    }

    /** Jars that the command has already are linked to: SQLite's alone is 12 MB. */
    private static void copy(Path application, Path serve, Path lib) throws IOException {
        Set<String> shared = new HashSet<>();
        try (Stream<Path> jars = Files.list(lib)) {
            jars.forEach(jar -> shared.add(jar.getFileName().toString()));
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(application)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = serve.resolve(application.relativize(file).toString());
            Files.createDirectories(target.getParent());
            String name = file.getFileName().toString();
            String known =
                    shared.stream().filter(jar -> name.endsWith("." + jar)).findAny().orElse(null);
            if (known != null && Files.mismatch(file, lib.resolve(known)) < 0) {
                Files.createSymbolicLink(target, target.getParent().relativize(lib.resolve(known)));
            } else {
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
