package io.agentgate.gateway;

import io.agentgate.policy.PolicyException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Port: the text of the rules, to be read and replaced. Every replaced text is kept. */
public interface PolicyStore {

    /**
     * A text of rules.
     *
     * @param revision as {@link io.agentgate.policy.PolicySet#revision()} gives it
     */
    record Version(String revision, String text) {}

    /**
     * The text that is in force, or will be.
     *
     * @throws IOException if it cannot be read
     */
    Version current() throws IOException;

    /**
     * Replaces the text, whole or not at all.
     *
     * @param expected the revision that must be in force now; null if any may be
     * @return the revision of the new text
     * @throws PolicyException if it does not load; then nothing has changed
     * @throws PolicyReplacedException if another revision is in force; then nothing has changed
     * @throws IOException if it cannot be written; then nothing has changed
     */
    String replace(String text, @Nullable String expected) throws PolicyException, IOException;

    /**
     * A text that another one took the place of.
     *
     * @param id names it among those that are kept
     * @param until when it was replaced
     */
    record Replaced(String id, String revision, Instant until) {}

    /**
     * What is kept of texts that were replaced, newest first.
     *
     * @throws IOException if that cannot be read
     */
    List<Replaced> replaced() throws IOException;

    /**
     * One of those texts; empty if there is none of this id, or no more.
     *
     * @throws IOException if it cannot be read
     */
    Optional<Version> replaced(String id) throws IOException;
}
