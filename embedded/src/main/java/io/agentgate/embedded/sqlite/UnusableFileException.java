package io.agentgate.embedded.sqlite;

import java.sql.SQLException;

/** Says that a file is intact but not ours to use, in words for the person who has to act. */
final class UnusableFileException extends SQLException {
    UnusableFileException(String message) {
        super(message);
    }
}
