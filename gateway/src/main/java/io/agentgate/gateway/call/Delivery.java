package io.agentgate.gateway.call;

import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Target;
import io.agentgate.protocol.Message;

/**
 * A message on its way to the client.
 *
 * @param from where its content comes from, as far as rules care
 * @param policies the set in force: the call's own where there is one
 */
public record Delivery(Message message, Origin from, PolicySet policies) {

    /** Where the content of a server's message comes from. */
    public sealed interface Origin {}

    /** A call of this tool: its answer, or its progress. */
    public record OfTool(String name) implements Origin {}

    /** Another request that rules are about: its answer, or its progress. */
    public record OfRequest(Target target) implements Origin {}

    /** A call of a tool nobody can tell: the late result of a task, a log line during calls. */
    public record OfSomeTool() implements Origin {}

    /** No call. */
    public record OfServer() implements Origin {}

    /** The same delivery with another form of the message. */
    public Delivery with(Message changed) {
        return new Delivery(changed, from, policies);
    }
}
