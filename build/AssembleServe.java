import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Puts the Quarkus application of {@code serve} into the distribution. Run by the build with the
 * directory of the application and that of the distribution.
 */
final class AssembleServe {
    private static final String RUNNER = "quarkus-run.jar";

    public static void main(String[] arguments) throws Exception {
        Path application = Path.of(arguments[0]);
        Path dist = Path.of(arguments[1]);
        Path serve = dist.resolve("serve");
        Training.deleteTree(serve);
        Map<String, String> elsewhere = copy(application, serve, dist.resolve("lib"));
        copyRunner(application.resolve(RUNNER), serve.resolve(RUNNER), elsewhere);
    }

    /**
     * Copies what the command has not already: SQLite's jar alone is 12 MB. Returns where the other
     * jars are instead, both relative to {@code serve}. No links, which not every archive can hold.
     */
    private static Map<String, String> copy(Path application, Path serve, Path lib)
            throws IOException {
        List<Path> shared;
        try (Stream<Path> jars = Files.list(lib)) {
            shared = jars.toList();
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(application)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        Map<String, String> elsewhere = new HashMap<>();
        for (Path file : files) {
            String place = application.relativize(file).toString();
            Path known = knownAs(file, shared);
            if (known != null) {
                elsewhere.put(place, "../lib/" + known.getFileName());
            } else if (!place.equals(RUNNER)) {
                Path target = serve.resolve(place);
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return elsewhere;
    }

    /** Quarkus puts the group before a jar's name. */
    private static Path knownAs(Path file, List<Path> shared) throws IOException {
        for (Path jar : shared) {
            if (file.getFileName().toString().endsWith("." + jar.getFileName())
                    && Files.mismatch(file, jar) < 0) {
                return jar;
            }
        }
        return null;
    }

    /** The jar that is started holds the class path and nothing else. */
    private static void copyRunner(Path from, Path to, Map<String, String> elsewhere)
            throws IOException {
        LocalDateTime made;
        Manifest manifest;
        try (JarFile runner = new JarFile(from.toFile())) {
            made = runner.getEntry(JarFile.MANIFEST_NAME).getTimeLocal();
            manifest = runner.getManifest();
        }
        List<String> classPath = new ArrayList<>();
        Attributes attributes = manifest.getMainAttributes();
        for (String jar : attributes.getValue(Attributes.Name.CLASS_PATH).split(" ")) {
            classPath.add(elsewhere.getOrDefault(jar, jar));
        }
        attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", classPath));
        try (JarOutputStream runner = new JarOutputStream(Files.newOutputStream(to))) {
            ZipEntry entry = new ZipEntry(JarFile.MANIFEST_NAME);
            entry.setTimeLocal(made);
            runner.putNextEntry(entry);
            manifest.write(runner);
            runner.closeEntry();
        }
        Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
    }
}
