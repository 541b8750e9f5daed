package io.agentgate.dashboard;

import io.agentgate.policy.PolicyException;
import io.agentgate.protocol.JsonWriter;
import java.io.IOException;
import java.time.Instant;

/**
 * Port: what authors ask of a text before it becomes the policy. Nothing changes by asking, and
 * every question may take seconds. Answers are those of {@code agentgate policy} in JSON.
 */
public interface PolicyRehearsal {
    /**
     * Why a text does not load, as {@code errors}, or what was hardly meant, as {@code findings}.
     */
    JsonWriter lint(String text);

    /** Whether tests can lie beside the policy. */
    boolean isTested();

    /** What the tests that lie beside the policy say to a text in its place. */
    JsonWriter test(String text);

    /**
     * Which recorded calls a text would decide otherwise than the policy does.
     *
     * @param since calls from then on
     * @throws PolicyException if the text, or the policy, does not load
     * @throws IOException if the policy or the records cannot be read
     */
    JsonWriter diff(String text, Instant since) throws PolicyException, IOException;
}
