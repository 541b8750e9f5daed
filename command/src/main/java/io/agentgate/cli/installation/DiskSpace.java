package io.agentgate.cli.installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * How much can still be written to the disk that a file or directory lies on, or would.
 *
 * @param place the directory that was looked at
 * @param freeBytes what this user may still write there
 */
public record DiskSpace(Path place, long freeBytes) {
    private static final long MIB = 1 << 20;

    /** Room for what a busy gateway's journal may take at once, a few times over. */
    static final long LOW_BYTES = 256 * MIB;

    /** The segments of one session's journal. */
    static final long FULL_BYTES = 2 * MIB;

    /** Whether that is enough. */
    public enum State {
        ENOUGH,
        /** Calls are recorded; it may soon be over. */
        LOW,
        /** No gateway can begin, and those that run refuse calls. */
        FULL
    }

    /** Looks at the disk of a place, or of what is above it where it is missing. */
    public static Optional<DiskSpace> of(Path place) {
        Path existing = place.toAbsolutePath();
        while (!Files.isDirectory(existing)) {
            Path parent = existing.getParent();
            if (parent == null) {
                return Optional.empty();
            }
            existing = parent;
        }
        try {
            return Optional.of(
                    new DiskSpace(existing, Files.getFileStore(existing).getUsableSpace()));
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    public State state() {
        if (freeBytes < FULL_BYTES) {
            return State.FULL;
        }
        return freeBytes < LOW_BYTES ? State.LOW : State.ENOUGH;
    }

    /** Words for people. */
    public String sentence() {
        return switch (state()) {
            case ENOUGH -> amount() + " are free on the disk of " + place;
            case LOW -> "only " + amount() + " are free on the disk of " + place;
            case FULL ->
                    "the disk of " + place + " is full: calls are refused, as none is recorded";
        };
    }

    private String amount() {
        return freeBytes / MIB < 10_240
                ? freeBytes / MIB + " MiB"
                : String.format(Locale.ROOT, "%d GiB", freeBytes / MIB / 1_024);
    }

    /** Whether something could not be written for want of room, as far as the system says so. */
    static boolean isExhausted(IOException failed) {
        String message = String.valueOf(failed.getMessage());
        return message.contains("No space left") || message.contains("quota exceeded");
    }
}
