/**
 * The exchanges of Streamable HTTP: each is one request of a client, from its ruling to its answer.
 * All run on the event loop of their connection.
 */
@NullMarked
package io.agentgate.transports.exchange;

import org.jspecify.annotations.NullMarked;
