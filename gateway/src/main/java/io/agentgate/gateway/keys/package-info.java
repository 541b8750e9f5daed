/** The gateway's own secrets, behind a port. */
@NullMarked
package io.agentgate.gateway.keys;

import org.jspecify.annotations.NullMarked;
