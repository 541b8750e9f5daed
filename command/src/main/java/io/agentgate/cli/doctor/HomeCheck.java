package io.agentgate.cli.doctor;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The check of the home's directory, and of who else may look into what is in it. */
final class HomeCheck {
    private static final String DIRECTORY = "home";
    private static final String RIGHTS = "rights";
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
                findings.add(
                        Finding.warning(
                                        DIRECTORY,
                                        "there is no home directory " + path + " yet",
                                        "run `agentgate init`")
                                .with(home::create));
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
