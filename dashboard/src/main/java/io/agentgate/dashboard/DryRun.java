package io.agentgate.dashboard;

import io.agentgate.policy.PolicyException;
import java.io.IOException;

/** Port: what a gateway would decide on a call that nobody makes. May block. */
public interface DryRun {
    /**
     * Judges a call; nothing is sent to any server.
     *
     * @param call as {@code agentgate policy explain} takes it, in JSON
     * @return an object of JSON, as {@code agentgate policy explain --json} prints it
     * @throws PolicyException if the call is none, with every problem found
     * @throws IOException if the policy cannot be used, with a sentence for people
     */
    String explain(String call) throws PolicyException, IOException;
}
