/** Tickets that are good once, where a credential cannot be shown itself. */
@NullMarked
package io.agentgate.gateway.ticket;

import org.jspecify.annotations.NullMarked;
