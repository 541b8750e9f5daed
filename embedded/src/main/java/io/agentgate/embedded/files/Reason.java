package io.agentgate.embedded.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** Why a file could not be used, in words for people. */
public final class Reason {
    private Reason() {}

    /** A clause to put behind a colon. */
    public static String of(IOException failed) {
        return switch (failed) {
            case NoSuchFileException ignored -> "there is no such file";
            case AccessDeniedException ignored -> "you may not";
            case FileAlreadyExistsException ignored -> "a file is in the way";
            case NotDirectoryException ignored -> "it is not a directory";
            case CharacterCodingException ignored -> "it is not UTF-8 text";
            case FileSystemException other -> words(other.getReason(), other);
            default -> words(failed.getMessage(), failed);
        };
    }

    private static String words(@Nullable String text, IOException failed) {
        return text == null ? failed.getClass().getSimpleName() : text;
    }
}
