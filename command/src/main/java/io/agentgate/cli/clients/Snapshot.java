package io.agentgate.cli.clients;

import io.agentgate.cli.splice.SourceText;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.files.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file at one time.
 *
 * @param named the file as it was asked for
 * @param target the file itself, where links lead
 * @param bytes what it held, or null if it was not there
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares snapshots.
public record Snapshot(Path named, Path target, byte @Nullable [] bytes) {

    /**
     * Reads a file.
     *
     * @throws CommandException if there is something that cannot be read as a file
     */
    public static Snapshot of(Path file) throws CommandException {
        try {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                return new Snapshot(file, file, null);
            }
            if (Files.isSymbolicLink(file) && !Files.exists(file)) {
                throw new CommandException(
                        ExitCode.IO, file + " is a link that leads nowhere; remove it first");
            }
            Path target = file.toRealPath();
            if (!Files.isRegularFile(target)) {
                throw new CommandException(ExitCode.IO, file + " is not a file");
            }
            if (Files.size(target) > SourceText.MAX_BYTES) {
                // What is this large is not even read.
                throw new CommandException(
                        ExitCode.CONFIG,
                        file
                                + " has "
                                + Files.size(target)
                                + " bytes; files over 4 MiB are not touched");
            }
            return new Snapshot(file, target, Files.readAllBytes(target));
        } catch (IOException unreadable) {
            throw new CommandException(
                    ExitCode.IO, file + " cannot be read: " + Reason.of(unreadable));
        }
    }

    public boolean exists() {
        return bytes != null;
    }

    /** Its text; that of a file that is not there is empty. */
    public SourceText text() throws CommandException {
        return SourceText.of(named, bytes == null ? new byte[0] : bytes);
    }

    /** The hash of its bytes; empty for a file that is not there. */
    public String hash() {
        return bytes == null ? "" : hash(bytes);
    }

    /** The hash of bytes, in hexadecimal. */
    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Whether the file still holds the same. */
    boolean isCurrent() throws CommandException {
        return of(named).hash().equals(hash());
    }
}
