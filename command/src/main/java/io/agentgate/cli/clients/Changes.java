package io.agentgate.cli.clients;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.files.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The writing of drafts to their files: whole or not at all. */
public final class Changes {
    private final Backups backups;

    public Changes(Backups backups) {
        this.backups = backups;
    }

    /**
     * Writes drafts, and keeps what was there before.
     *
     * @param command the word of the command, for the backup
     */
    public Backup write(String command, List<Draft> drafts) throws CommandException {
        for (Draft draft : drafts) {
            draft.check();
            refuseReadOnly(draft.snapshot());
        }
        Backup backup = backups.keep(command, drafts);
        List<Draft> written = new ArrayList<>();
        try {
            for (Draft draft : drafts) {
                write(draft.snapshot(), draft.now().source().bytes());
                written.add(draft);
            }
        } catch (CommandException failed) {
            for (Draft draft : written.reversed()) {
                write(Snapshot.of(draft.snapshot().named()), draft.snapshot().bytes());
            }
            forget(backup);
            throw failed;
        }
        return backup;
    }

    /**
     * Forgets a change that was taken back, with the bytes that were kept for it.
     *
     * @return what stays all the same, because it cannot be deleted; null if nothing does
     */
    static @Nullable Path forget(Backup backup) throws CommandException {
        // First, so that a half-deleted one counts for nothing.
        markUndone(backup);
        try (Stream<Path> kept = Files.list(backup.directory())) {
            for (Path file : kept.toList()) {
                Files.delete(file);
            }
            Files.delete(backup.directory());
            return null;
        } catch (IOException stays) {
            return backup.directory();
        }
    }

    /** Notes that a change was taken back. */
    private static void markUndone(Backup backup) throws CommandException {
        Path mark = backup.directory().resolve(Backup.UNDONE);
        try {
            PrivateFiles.create(mark, new byte[0]);
        } catch (IOException failed) {
            throw new CommandException(
                    ExitCode.IO, mark + " cannot be written: " + Reason.of(failed));
        }
    }

    /**
     * Gives a file other bytes, or deletes it, if it is still as it was read.
     *
     * @param bytes null to delete it
     */
    static void write(Snapshot before, byte @Nullable [] bytes) throws CommandException {
        try {
            if (bytes == null) {
                refuseChanged(before);
                Files.deleteIfExists(before.target());
            } else {
                replace(before, bytes);
            }
        } catch (IOException failed) {
            throw new CommandException(
                    ExitCode.IO,
                    before.named() + " cannot be written, it is as it was: " + Reason.of(failed));
        }
    }

    private static void replace(Snapshot before, byte[] bytes)
            throws IOException, CommandException {
        Path target = before.target().toAbsolutePath();
        Path directory = target.resolveSibling("");
        Path temporary =
                target.resolveSibling(
                        "." + target.getFileName() + ".agentgate-" + ProcessHandle.current().pid());
        Files.deleteIfExists(temporary);
        PrivateFiles.create(temporary, bytes);
        try {
            if (before.exists() && isPosix()) {
                Files.setPosixFilePermissions(
                        temporary, Files.getPosixFilePermissions(before.target()));
            }
            refuseChanged(before);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        sync(directory);
        if (!Arrays.equals(Files.readAllBytes(before.named()), bytes)) {
            throw new CommandException(
                    ExitCode.IO, before.named() + " was changed by another program just now");
        }
    }

    /** Makes the renaming last; not every system can. */
    @SuppressWarnings("EmptyCatch")
    private static void sync(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException cannotBeSynced) {
            // The file itself is on the disk.
        }
    }

    private static void refuseChanged(Snapshot before) throws CommandException {
        if (!before.isCurrent()) {
            throw new CommandException(
                    ExitCode.IO,
                    before.named()
                            + " was changed by another program in the meantime and is left so;"
                            + " close that program and try again");
        }
    }

    /** As a file could still be replaced in its directory, its own mode says what is wanted. */
    static void refuseReadOnly(Snapshot snapshot) throws CommandException {
        Path target = snapshot.target().toAbsolutePath();
        Path directory = target.getParent();
        if (snapshot.exists() && !isWritable(target)) {
            throw new CommandException(
                    ExitCode.IO, snapshot.named() + " is read-only and left as it is");
        }
        if (directory != null && !isWritable(directory)) {
            throw new CommandException(
                    ExitCode.IO,
                    "the directory " + directory + " is read-only; nothing is changed");
        }
    }

    private static boolean isWritable(Path path) throws CommandException {
        try {
            return Files.isWritable(path)
                    && (!isPosix()
                            || Files.getPosixFilePermissions(path)
                                    .contains(PosixFilePermission.OWNER_WRITE));
        } catch (IOException unreadable) {
            throw new CommandException(
                    ExitCode.IO, path + " cannot be looked at: " + Reason.of(unreadable));
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
