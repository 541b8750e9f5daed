package io.agentgate.gateway.call;

import io.agentgate.protocol.Frame;
import java.util.List;

/** A guard's answer. */
public sealed interface Verdict {
    /** Nothing to object to. */
    Verdict PASS = new Pass();

    /** The message goes on as it is. */
    record Pass() implements Verdict {}

    /**
     * The message goes on as this frame, which must be one JSON-RPC message of the same kind.
     *
     * @param redactedBy ids of the redact rules that changed it
     */
    record Rewrite(Frame frame, List<String> redactedBy) implements Verdict {}

    /** The message goes no further. */
    record Refuse(Refusal refusal) implements Verdict {}
}
