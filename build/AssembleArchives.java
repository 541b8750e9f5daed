import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Makes the archives of a release from the distribution: a portable one for any JDK 25, and on Linux
 * one with a runtime and an AOT cache of its own. Run by the build with the root of the repository, the
 * directory of the archives, the version, and the time that all files get.
 */
final class AssembleArchives {
    /**
     * What the product and the demo server need of the JDK. Beside what {@code jdeps} finds: names that
     * only the system's DNS settings know, zip files for Quarkus, and the charsets of old locales.
     */
    private static final String MODULES =
            "java.base,java.logging,java.management,java.naming,java.sql,java.xml,"
                    + "jdk.charsets,jdk.httpserver,jdk.naming.dns,jdk.unsupported,jdk.zipfs";

    private static final Pattern LICENCE =
            Pattern.compile("(?i)(META-INF/)?[^/]*(LICEN[CS]E|NOTICE|COPYING)[^/]*");

    private final Path root;
    private final Path output;
    private final String version;
    private final FileTime time;

    /** What an archive unpacks to. */
    private final Path top;

    private AssembleArchives(Path root, Path output, String version, Instant time) {
        this.root = root;
        this.output = output;
        this.version = version;
        this.time = FileTime.from(time);
        this.top = output.resolve("stage").resolve("agentgate-" + version);
    }

    public static void main(String[] arguments) throws Exception {
        new AssembleArchives(
                        Path.of(arguments[0]).toRealPath(),
                        Path.of(arguments[1]).toAbsolutePath().normalize(),
                        arguments[2],
                        Instant.parse(arguments[3]))
                .assemble();
    }

    private void assemble() throws Exception {
        Training.deleteTree(top.getParent());
        List<Path> files = new ArrayList<>(List.of(output.resolve("agentgate-" + version + ".cdx.json")));
        try {
            stage();
            requireListed(files.getFirst());
            Path portable = output.resolve("agentgate-" + version + ".zip");
            zip(portable);
            files.add(portable);
            if (isLinuxX64()) {
                addRuntime();
                Path whole = output.resolve("agentgate-" + version + "-linux-x64.tar.gz");
                tar(whole);
                files.add(whole);
            } else {
                System.err.println("The archive for Linux is made on Linux x64 only; left out.");
            }
        } finally {
            Training.deleteTree(top.getParent());
        }
        sum(files);
        copy(root.resolve("infra/install/install.sh"), output.resolve("install.sh"));
        fillFormula(files.get(1));
    }

    private static boolean isLinuxX64() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    /** What both archives hold. SQLite's library for one machine is no part of a portable one. */
    private void stage() throws IOException {
        copyTree(root.resolve("command/target/dist"), top, Set.of("agentgate.aot", "native"));
        copyTree(root.resolve("distribution/src/bin"), top.resolve("bin"), Set.of());
        copy(root.resolve("build/launch.sh"), top.resolve("libexec/launch.sh"));
        copy(root.resolve("build/find-jdk.sh"), top.resolve("libexec/find-jdk.sh"));
        copy(root.resolve("LICENSE"), top.resolve("LICENSE"));
        Path licences = top.resolve("licences");
        copyTree(root.resolve("distribution/src/licences"), licences, Set.of());
        copy(root.resolve("docs/reference/licences.md"), licences.resolve("README.md"));
        for (Path jar : files(top)) {
            if (jar.toString().endsWith(".jar")) {
                extractLicences(jar, licences);
            }
        }
        settle();
    }

    /** A bill of materials that leaves out a library of the product would be worse than none. */
    private void requireListed(Path bill) throws IOException {
        Set<String> listed = new HashSet<>();
        Pattern.compile("\"pkg:maven/([^/]+)/([^@]+)@([^?\"]+)")
                .matcher(Files.readString(bill))
                .results()
                .forEach(
                        library -> {
                            String name = library.group(2) + "-" + library.group(3);
                            listed.add(name);
                            // As Quarkus calls it.
                            listed.add(library.group(1) + "." + name);
                        });
        for (String part : List.of("lib", "serve/lib")) {
            for (Path jar : files(top.resolve(part))) {
                String name = jar.getFileName().toString().replace(".jar", "");
                if (!name.equals("agentgate") && listed.stream().noneMatch(name::startsWith)) {
                    throw new IllegalStateException(bill + " does not list " + jar.getFileName());
                }
            }
        }
    }

    private static void extractLicences(Path jar, Path licences) throws IOException {
        String library = jar.getFileName().toString().replace(".jar", "");
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                if (!entry.isDirectory() && LICENCE.matcher(entry.getName()).matches()) {
                    String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                    Path target = licences.resolve(library).resolve(name);
                    Files.createDirectories(target.getParent());
                    try (InputStream text = zip.getInputStream(entry)) {
                        Files.copy(text, target, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
    }

    /** A JVM takes a cache only with the files it was made with, and may look at their times. */
    private void addRuntime() throws Exception {
        Files.delete(top.resolve("libexec/find-jdk.sh"));
        copyTree(root.resolve("command/target/dist/native"), top.resolve("native"), Set.of());
        run(
                Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--compress",
                "zip-6",
                "--output",
                top.resolve("runtime").toString());
        settle();
        TrainAotCache.main(new String[] {top.toString()});
        settle();
    }

    /** Gives all files the same time, and the same modes whatever the umask. */
    private void settle() throws IOException {
        List<Path> all = new ArrayList<>(files(top));
        try (Stream<Path> directories = Files.walk(top)) {
            directories.filter(Files::isDirectory).forEach(all::add);
        }
        for (Path file : all) {
            Files.setPosixFilePermissions(file, mode(file));
            Files.setLastModifiedTime(file, time);
        }
    }

    private static Set<PosixFilePermission> mode(Path file) {
        return PosixFilePermissions.fromString(
                Files.isDirectory(file) || Files.isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--");
    }

    private void zip(Path archive) throws IOException {
        Files.deleteIfExists(archive);
        Map<String, String> settings = Map.of("create", "true", "enablePosixFileAttributes", "true");
        try (FileSystem zip =
                FileSystems.newFileSystem(URI.create("jar:" + archive.toUri()), settings)) {
            for (Path file : files(top)) {
                Path entry = zip.getPath(top.getParent().relativize(file).toString());
                createDirectories(zip, entry.getParent());
                Files.copy(file, entry);
                Files.setPosixFilePermissions(entry, mode(file));
                setTimes(entry);
            }
        }
    }

    private void createDirectories(FileSystem zip, Path directory) throws IOException {
        if (directory == null || Files.exists(directory)) {
            return;
        }
        createDirectories(zip, directory.getParent());
        Files.createDirectory(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        setTimes(directory);
    }

    /** An entry of a zip file has all three, and they are part of its sum. */
    private void setTimes(Path entry) throws IOException {
        Files.getFileAttributeView(entry, BasicFileAttributeView.class).setTimes(time, time, time);
    }

    private void tar(Path archive) throws Exception {
        run(
                "tar",
                "--create",
                "--sort=name",
                "--format=gnu",
                "--owner=0",
                "--group=0",
                "--numeric-owner",
                "--use-compress-program=gzip -n",
                "--file=" + archive,
                "--directory=" + top.getParent(),
                top.getFileName().toString());
    }

    private void sum(List<Path> files) throws Exception {
        Set<String> lines = new TreeSet<>(Comparator.comparing(line -> line.substring(64)));
        for (Path file : files) {
            lines.add(sha256(file) + "  " + file.getFileName() + "\n");
        }
        Files.writeString(output.resolve("SHA256SUMS"), String.join("", lines));
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The formula in the repository has the sum of nothing. */
    private void fillFormula(Path portable) throws Exception {
        String formula = Files.readString(root.resolve("infra/homebrew/agentgate.rb"));
        String filled = formula.replace("0".repeat(64), sha256(portable));
        if (filled.equals(formula)) {
            throw new IllegalStateException("infra/homebrew/agentgate.rb has no place for a sum");
        }
        Files.writeString(output.resolve("agentgate.rb"), filled, StandardCharsets.UTF_8);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void copyTree(Path from, Path to, Set<String> without) throws IOException {
        for (Path file : files(from)) {
            Path place = from.relativize(file);
            if (!without.contains(place.getName(0).toString())) {
                copy(file, to.resolve(place));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void run(String... command) throws Exception {
        int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exitCode != 0) {
            throw new IllegalStateException(command[0] + " ended with " + exitCode);
        }
    }
}
