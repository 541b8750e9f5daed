package io.agentgate.gateway;

import io.agentgate.gateway.journal.Commit;
import java.util.function.Supplier;

/** The rulings that depend on whether an event was recorded. */
final class AfterRecording {
    private AfterRecording() {}

    /**
     * Rules once it is known whether the event is as safe as the journal promises.
     *
     * @param recorded gives the ruling if it is
     * @param lost gives the ruling if it is not
     */
    static Ruling rule(Commit commit, Supplier<Ruling> recorded, Supplier<Ruling> lost) {
        return switch (commit) {
            case Commit.Done() -> recorded.get();
            case Commit.Later(var sync) ->
                    new Ruling.Later(
                            sync.handle(
                                    (done, failure) ->
                                            failure == null ? recorded.get() : lost.get()));
        };
    }
}
