package io.agentgate.dashboard;

import io.agentgate.gateway.PolicyStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: texts that were written, and are not in force. May block. */
public interface Drafts {
    /** The installation puts a text in force when it is written. */
    Drafts NONE =
            new Drafts() {
                @Override
                public List<Draft> waiting() {
                    return List.of();
                }

                @Override
                public Optional<PolicyStore.Version> text(String id) {
                    return Optional.empty();
                }

                @Override
                public String activate(String id, String replacing) throws RefusedException {
                    throw new RefusedException(404, "there is no such draft");
                }
            };

    /**
     * A text that waits.
     *
     * @param comment what its author said of it, which may be nothing
     */
    record Draft(String id, String author, Instant written, String comment) {}

    /** The newest of them, newest first. */
    List<Draft> waiting() throws IOException;

    /** The text of one; empty if there is none of this id. */
    Optional<PolicyStore.Version> text(String id) throws IOException;

    /**
     * Puts one in force.
     *
     * @param replacing the revision that must be in force now
     * @return the revision that is in force then
     * @throws RefusedException with 412 if another one is in force; 403 if somebody else has to do
     *     this
     */
    String activate(String id, String replacing) throws IOException;
}
