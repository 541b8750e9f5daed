package io.agentgate.embedded.files;

import org.jspecify.annotations.Nullable;

/** Says which key file cannot be used, and what to do about it. */
public final class KeyFileException extends Exception {
    KeyFileException(String message) {
        super(message);
    }

    KeyFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
