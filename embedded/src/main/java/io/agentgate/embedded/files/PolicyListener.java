package io.agentgate.embedded.files;

import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Problem;
import java.util.List;

/** Learns what became of changes to a policy file. */
public interface PolicyListener {

    /** A new set is in force. */
    void loaded(PolicySet policies);

    /** The file does not load, for these reasons; the set before stays in force. */
    void refused(List<Problem> problems);
}
