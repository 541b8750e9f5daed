package io.agentgate.gateway;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import org.jspecify.annotations.Nullable;

/**
 * A request that its server did not answer in time, and that has ended with that.
 *
 * @param request its id
 * @param toClient forwards what to tell the client, perhaps later
 * @param toServer the word that it is given up; null where the server is not to hear it
 */
public record Overdue(Id request, Ruling toClient, @Nullable Frame toServer) {}
