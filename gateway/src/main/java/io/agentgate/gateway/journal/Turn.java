package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop records in one of its turns, gathered and written at once at the turn's end:
 * a turn of a busy loop decides on many calls, which share one write. Nobody goes on before it, so
 * nothing is forwarded that is not recorded. Used by its loop only.
 */
final class Turn implements Appender {
    private final String writer;
    private final WrittenAtOnce segments;
    private final Executor endOfTurn;
    private final Consumer<@Nullable Throwable> outcome;
    private final Runnable end = this::end;
    private final Records records = new Records();
    private List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private boolean ending;

    /**
     * @param endOfTurn runs a task on the loop, behind what the loop has to do now
     * @param outcome hears why a turn was not recorded, or null
     */
    Turn(
            String writer,
            WrittenAtOnce segments,
            Executor endOfTurn,
            Consumer<@Nullable Throwable> outcome) {
        this.writer = writer;
        this.segments = segments;
        this.endOfTurn = endOfTurn;
        this.outcome = outcome;
    }

    @Override
    public String writer() {
        return writer;
    }

    @Override
    public Commit append(AuditEvent event) {
        if (!records.hasRoom()) {
            write();
        }
        records.add(event);
        CompletableFuture<Void> recorded = new CompletableFuture<>();
        waiting.add(recorded);
        if (!ending) {
            ending = true;
            endOfTurn.execute(end);
        }
        return new Commit.Later(recorded);
    }

    @Override
    public Appender inTurns(Executor otherLoop, Consumer<@Nullable Throwable> other) {
        return new Turn(writer, segments, otherLoop, other);
    }

    private void end() {
        ending = false;
        if (!records.isEmpty()) {
            write();
        }
    }

    private void write() {
        List<CompletableFuture<Void>> written = waiting;
        waiting = new ArrayList<>(written.size());
        Commit commit;
        try {
            commit = segments.append(records);
        } catch (JournalException | RuntimeException notRecorded) {
            records.clear();
            tell(written, notRecorded);
            return;
        }
        // Whoever is told may append again.
        records.clear();
        switch (commit) {
            case Commit.Done() -> tell(written, null);
            case Commit.Later(CompletionStage<Void> sync) ->
                    sync.whenComplete(
                            (done, failure) -> endOfTurn.execute(() -> tell(written, failure)));
        }
    }

    private void tell(List<CompletableFuture<Void>> written, @Nullable Throwable failure) {
        outcome.accept(failure);
        for (CompletableFuture<Void> recorded : written) {
            if (failure == null) {
                recorded.complete(null);
            } else {
                recorded.completeExceptionally(failure);
            }
        }
    }
}
