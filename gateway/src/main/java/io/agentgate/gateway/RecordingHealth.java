package io.agentgate.gateway;

import io.agentgate.gateway.journal.JournalException;
import java.util.function.Consumer;

/** Whether recording works, told to people when it begins to fail. Thread safe. */
final class RecordingHealth {
    private final Consumer<String> problems;
    private volatile boolean failing;

    /**
     * @param problems takes a line for people
     */
    RecordingHealth(Consumer<String> problems) {
        this.problems = problems;
    }

    void recorded() {
        if (failing) {
            failing = false;
        }
    }

    /** Takes note of a failure, and gives it back to be thrown. */
    JournalException failed(JournalException notRecorded) {
        if (!failing) {
            failing = true;
            Throwable cause = notRecorded.getCause();
            problems.accept(
                    "calls are refused: "
                            + notRecorded.getMessage()
                            + (cause == null ? "" : " (" + cause.getMessage() + ")"));
        }
        return notRecorded;
    }
}
