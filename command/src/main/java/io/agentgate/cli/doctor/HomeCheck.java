package io.agentgate.cli.doctor;

import io.agentgate.cli.installation.Home;
import io.agentgate.embedded.files.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The check of the home's directory, and of who else may look into what is in it. */
final class HomeCheck {
    private static final String DIRECTORY = "home";
    private static final String RIGHTS = "rights";

    /** A journal's segments lie in a directory of each writer. */
    private static final int BELOW = 2;

    private static final Set<PosixFilePermission> OTHERS =
            PosixFilePermissions.fromString("---rwxrwx");

    private final Home home;

    HomeCheck(Home home) {
        this.home = home;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Path path = home.path();
        try {
            if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
                findings.add(missing());
                return findings;
            }
            if (!Files.isDirectory(path)) {
                findings.add(
                        Finding.wrong(
                                DIRECTORY,
                                path + " is not a directory",
                                "move it away, or set AGENTGATE_HOME to a directory of yours"));
                return findings;
            }
            if (!Files.isWritable(path)) {
                findings.add(
                        Finding.wrong(
                                DIRECTORY,
                                "home directory " + path + " is not writable",
                                "make it yours: chown, chmod"));
                return findings;
            }
            findings.add(Finding.ok(DIRECTORY, "home directory " + path));
            for (Path directory : List.of(home.journals(), home.run(), home.keys())) {
                if (Files.exists(directory) && !Files.isDirectory(directory)) {
                    findings.add(
                            Finding.wrong(
                                    DIRECTORY,
                                    directory + " is not a directory, and no gateway can begin",
                                    "move it away"));
                } else if (Files.isDirectory(directory) && !Files.isWritable(directory)) {
                    findings.add(
                            Finding.wrong(
                                    DIRECTORY,
                                    directory + " is not writable, and no gateway can begin",
                                    "make it yours: chown, chmod"));
                }
            }
            findings.addAll(rights());
        } catch (IOException unusable) {
            findings.add(
                    Finding.wrong(
                            DIRECTORY,
                            "home directory " + path + " cannot be used: " + Reason.of(unusable),
                            "create it, or set AGENTGATE_HOME to a directory of yours"));
        }
        return findings;
    }

    /** Where a home can be made, it needs no decision. */
    private Finding missing() {
        Path path = home.path();
        Path above = path.getParent();
        while (above != null && Files.notExists(above)) {
            above = above.getParent();
        }
        if (above != null && !(Files.isDirectory(above) && Files.isWritable(above))) {
            return Finding.wrong(
                    DIRECTORY,
                    "home directory "
                            + path
                            + " cannot be made: "
                            + above
                            + (Files.isDirectory(above)
                                    ? " is not writable"
                                    : " is not a directory"),
                    "set AGENTGATE_HOME to a directory of yours");
        }
        return Finding.warning(
                        DIRECTORY,
                        "there is no home directory " + path + " yet",
                        "run `agentgate init`")
                .with(home::create);
    }

    private List<Finding> rights() throws IOException {
        List<Finding> findings = new ArrayList<>();
        if (!Files.getFileStore(home.path()).supportsFileAttributeView("posix")) {
            return findings;
        }
        look(home.path(), "rwx------", findings);
        for (Path directory : List.of(home.journals(), home.run(), home.keys())) {
            if (Files.isDirectory(directory)) {
                look(directory, "rwx------", findings);
            }
        }
        for (Path file : secrets()) {
            look(file, "rw-------", findings);
        }
        for (Path directory : List.of(home.journals(), home.run())) {
            if (Files.isDirectory(directory)) {
                lookBelow(directory, findings);
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(RIGHTS, "nobody else may look into it"));
        }
        return findings;
    }

    /** What holds records, keys or settings. */
    private List<Path> secrets() throws IOException {
        List<Path> secrets = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(home.path(), "{config.*,keys.toml,agentgate.db*}")) {
            files.forEach(secrets::add);
        }
        if (Files.isDirectory(home.keys())) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(home.keys(), "*.key")) {
                files.forEach(secrets::add);
            }
        }
        secrets.removeIf(file -> !Files.isRegularFile(file));
        secrets.sort(null);
        return secrets;
    }

    /** What running gateways write, and those of versions before this one wrote for all to read. */
    private static void lookBelow(Path directory, List<Finding> findings) throws IOException {
        List<Path> open = new ArrayList<>();
        try (Stream<Path> all = Files.walk(directory, BELOW)) {
            for (Path path : (Iterable<Path>) all.filter(one -> !one.equals(directory))::iterator) {
                if (isOpen(path)) {
                    open.add(path);
                }
            }
        } catch (UncheckedIOException goneMeanwhile) {
            // Gateways begin and end while we look: there is a next time.
            return;
        }
        if (!open.isEmpty()) {
            findings.add(
                    Finding.wrong(
                                    RIGHTS,
                                    "in "
                                            + directory
                                            + " other users may read "
                                            + open.size()
                                            + (open.size() == 1 ? " file" : " files"),
                                    "chmod -R go= " + directory)
                            .with(() -> close(open)));
        }
    }

    private static boolean isOpen(Path path) throws IOException {
        try {
            return !Files.isSymbolicLink(path)
                    && Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains);
        } catch (NoSuchFileException goneMeanwhile) {
            return false;
        }
    }

    private static void close(List<Path> open) throws IOException {
        for (Path path : open) {
            try {
                Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
                rights.removeAll(OTHERS);
                Files.setPosixFilePermissions(path, rights);
            } catch (NoSuchFileException goneMeanwhile) {
                // So nobody may read it.
            }
        }
    }

    private static void look(Path path, String wanted, List<Finding> findings) throws IOException {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
        if (rights.stream().noneMatch(OTHERS::contains)) {
            return;
        }
        findings.add(
                Finding.wrong(
                                RIGHTS,
                                path + " is open to other users",
                                "chmod " + (wanted.contains("x") ? "700 " : "600 ") + path)
                        .with(
                                () ->
                                        Files.setPosixFilePermissions(
                                                path, PosixFilePermissions.fromString(wanted))));
    }
}
