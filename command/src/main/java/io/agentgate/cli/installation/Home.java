package io.agentgate.cli.installation;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.files.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The directory that holds everything the product keeps: {@code ~/.agentgate}, or what {@code
 * AGENTGATE_HOME} names. Readable by its owner only.
 */
public record Home(Path path) {

    /** The home of this process; nothing is created yet. */
    public static Home ofProcess() {
        String named = System.getenv("AGENTGATE_HOME");
        String user = System.getProperty("user.home");
        Path path;
        if (named == null || named.isBlank()) {
            path = Path.of(user, ".agentgate");
        } else if (named.equals("~") || named.startsWith("~/")) {
            // Clients set the variable without a shell that would have expanded it.
            path = Path.of(user + named.substring(1));
        } else {
            path = Path.of(named);
        }
        return new Home(path.toAbsolutePath().normalize());
    }

    public Path config() {
        return path.resolve("config.toml");
    }

    public Path database() {
        return path.resolve("agentgate.db");
    }

    public Path journals() {
        return path.resolve("journal");
    }

    /** The policy that a home begins with. */
    public Path startingPolicy() {
        return path.resolve("policies").resolve("default.toml");
    }

    /** Texts of policies that the dashboard replaced. */
    public Path replacedPolicies() {
        return path.resolve("policies").resolve("replaced");
    }

    /** Records and sockets of running processes. */
    public Path run() {
        return path.resolve("run");
    }

    public Path keys() {
        return path.resolve("keys");
    }

    /**
     * Creates what is missing, for a command that cannot run without it.
     *
     * @throws CommandException if that is not possible, naming the directory
     */
    public void make() throws CommandException {
        look();
        try {
            create();
        } catch (IOException unusable) {
            throw unusable(unusable);
        }
        for (Path directory : List.of(journals(), run())) {
            if (!Files.isWritable(directory)) {
                throw unusable(new AccessDeniedException(directory.toString()));
            }
        }
    }

    /**
     * Looks whether it can be one, for a command that only reads what is there; one that is missing
     * will do.
     *
     * @throws CommandException if something else stands in its place, or it may not be looked into
     */
    public void look() throws CommandException {
        for (Path above = path; above != null; above = above.getParent()) {
            if (Files.isDirectory(above)) {
                if (above.equals(path) && !(Files.isReadable(path) && Files.isExecutable(path))) {
                    throw refusal("you may not look into it: make it yours (chown, chmod)");
                }
                return;
            }
            if (Files.exists(above)) {
                throw refusal(
                        (above.equals(path) ? "it" : above.toString())
                                + " is no directory: move it away");
            }
        }
    }

    /** Says that something in it cannot be written, and what to do about it. */
    public CommandException unusable(IOException why) {
        String file = why instanceof FileSystemException named ? named.getFile() : null;
        return refusal(
                switch (why) {
                    case AccessDeniedException ignored ->
                            "you may not write to "
                                    + file
                                    + ": make it yours (chown, chmod), or run as its owner";
                    case NoSuchFileException ignored -> file + " cannot be made";
                    default ->
                            (file == null ? "" : file + ": ")
                                    + Reason.of(why)
                                    + (DiskSpace.isExhausted(why) ? ": make room there" : "");
                });
    }

    private CommandException refusal(String clause) {
        return new CommandException(
                ExitCode.IO,
                "the home directory "
                        + path
                        + " cannot be used: "
                        + clause
                        + ", or set AGENTGATE_HOME to a directory of yours");
    }

    /** What is kept of the callers' API keys. */
    public Path callerKeys() {
        return path.resolve("keys.toml");
    }

    /** The kill switches that are set. */
    public Path killSwitches() {
        return path.resolve("kill-switches.json");
    }

    /** Creates what is missing, for its owner only (mode 0700). */
    public void create() throws IOException {
        createPrivate(path);
        createPrivate(journals());
        createPrivate(run());
    }

    private static void createPrivate(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (directory.getParent() != null) {
            Files.createDirectories(directory.getParent());
        }
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectory(
                        directory,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(directory);
            }
        } catch (FileAlreadyExistsException alsoWantedByAnotherProcess) {
            if (!Files.isDirectory(directory)) {
                throw new FileSystemException(
                        directory.toString(), null, "it is no directory: move it away");
            }
        }
    }
}
