package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where events are appended to a journal. */
public sealed interface Appender permits Journal, Turn {
    /** The part of every decision id of this writer before its last dash. */
    String writer();

    /**
     * Records an event.
     *
     * @return when the event is as safe as the mode promises
     * @throws JournalException if it is not recorded: no space, no room for undelivered events, a
     *     failing disk, or a closed journal
     */
    Commit append(AuditEvent event) throws JournalException;

    /**
     * The same journal for one event loop, which records all that it decides in a turn with one
     * write.
     *
     * @param endOfTurn runs a task on the loop, behind what the loop has to do now
     * @param outcome hears of each turn why it was not recorded, or null if it was, before those
     *     who wait for it do
     */
    Appender inTurns(Executor endOfTurn, Consumer<@Nullable Throwable> outcome);
}
