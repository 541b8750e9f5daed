/** The connections of clients, and the time each may keep us waiting. */
@NullMarked
package io.agentgate.transports.connection;

import org.jspecify.annotations.NullMarked;
