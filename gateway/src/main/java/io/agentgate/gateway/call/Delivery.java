package io.agentgate.gateway.call;

import io.agentgate.policy.PolicySet;
import io.agentgate.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to the client.
 *
 * @param call the governed call it answers, or null
 * @param policies the set in force: the call's own where there is one
 */
public record Delivery(Message message, @Nullable Call call, PolicySet policies) {}
