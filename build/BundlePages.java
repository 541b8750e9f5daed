import io.mvnpm.esbuild.Bundler;
import io.mvnpm.esbuild.model.BundleOptions;
import io.mvnpm.esbuild.model.EsBuildConfig;
import io.mvnpm.esbuild.model.WebDependency;
import io.mvnpm.esbuild.model.WebDependency.WebDependencyType;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Bundles the pages: {@code BundlePages.java SOURCES WORK CLASSES}. Libraries are the packages of npm on the
 * class path; esbuild comes with them, so that nothing else has to be installed.
 */
public final class BundlePages {
    private static final String LIBRARIES = File.separator + "org" + File.separator + "mvnpm" + File.separator;

    private static final String SCRIPT = "app.js";

    private static final Pattern LEGAL = Pattern.compile("(?:LICENSE|NOTICE)(?:\\.txt|\\.md)?");

    /** What makes the script, and is not in it. */
    private static final List<String> NOT_BUNDLED = List.of("@deno", "@esbuild", "esbuild", "@types");

    private static final String CONFIGURATION = "deno.json";

    private BundlePages() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path sources = Path.of(arguments[0]).toAbsolutePath();
        Path work = Path.of(arguments[1]).toAbsolutePath();
        Path classes = Path.of(arguments[2]).toAbsolutePath();
        Path output = classes.resolve("io/agentgate/pages");
        if (isUpToDate(sources, output.resolve(SCRIPT))) {
            return;
        }
        Path copy = copied(sources, work.resolve("web"));
        List<WebDependency> libraries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.contains(LIBRARIES)) {
                Path jar = Path.of(entry);
                libraries.add(
                        WebDependency.of(
                                jar.getFileName().toString(), jar, WebDependencyType.MVNPM));
            }
        }
        var bundle =
                Bundler.bundle(
                        BundleOptions.builder()
                                .withWorkDir(copy)
                                .withNodeModulesDir(work.resolve("node_modules"))
                                .withDependencies(libraries)
                                .withEsConfig(
                                        EsBuildConfig.builder()
                                                .fixedEntryNames()
                                                .minify(true)
                                                .sourceMap(false)
                                                .build())
                                .addEntryPoint("app.ts")
                                .build(),
                        true);
        checkTypes(copy, work);
        Files.createDirectories(output);
        Files.copy(
                bundle.dist().resolve(SCRIPT),
                output.resolve(SCRIPT),
                StandardCopyOption.REPLACE_EXISTING);
        writeLicences(work.resolve("node_modules"), classes);
        for (String plain : List.of("index.html", "app.css", "icon.svg")) {
            Files.copy(
                    sources.resolve(plain),
                    output.resolve(plain),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The bundler strips types without a look at them; the same packages bring what looks at them. */
    private static void checkTypes(Path sources, Path work)
            throws IOException, InterruptedException {
        Files.move(
                sources.resolve(CONFIGURATION),
                work.resolve(CONFIGURATION),
                StandardCopyOption.REPLACE_EXISTING);
        ProcessBuilder check =
                new ProcessBuilder(
                        deno(work.resolve("node_modules").resolve("@deno")).toString(),
                        "check",
                        "--no-lock",
                        "--quiet",
                        sources.resolve("app.ts").toString());
        check.directory(work.toFile()).inheritIO();
        check.environment().put("DENO_DIR", work.resolve("deno").toString());
        check.environment().put("DENO_NO_UPDATE_CHECK", "1");
        if (check.start().waitFor() != 0) {
            throw new IOException("the types of the pages are wrong, see above");
        }
    }

    private static Path deno(Path packages) throws IOException {
        try (Stream<Path> files = Files.walk(packages)) {
            return files.filter(file -> file.getFileName().toString().matches("deno(\\.exe)?"))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new IOException("there is no deno in " + packages));
        }
    }

    /** The licences of all that is in the script, one after the other, for whoever passes it on. */
    private static void writeLicences(Path packages, Path classes) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(packages, 3)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                Path parent = packages.relativize(file.getParent());
                if (LEGAL.matcher(file.getFileName().toString()).matches()
                        && NOT_BUNDLED.stream().noneMatch(parent::startsWith)) {
                    all.append("=== ").append(parent).append(" ===\n\n");
                    all.append(Files.readString(file).strip()).append("\n\n");
                }
            }
        }
        Path target = classes.resolve("META-INF").resolve("LICENSE-bundled.txt");
        Files.createDirectories(target.getParent());
        Files.writeString(target, all);
    }

    private static boolean isUpToDate(Path sources, Path script) throws IOException {
        if (!Files.exists(script)) {
            return false;
        }
        long made = Files.getLastModifiedTime(script).toMillis();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.getLastModifiedTime(file).toMillis() >= made) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Path copied(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return to;
    }
}
