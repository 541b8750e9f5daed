/**
 * The vocabulary of enforcement: a call in flight, the session it belongs to, and the guards that
 * judge it.
 */
@NullMarked
package io.agentgate.gateway.call;

import org.jspecify.annotations.NullMarked;
