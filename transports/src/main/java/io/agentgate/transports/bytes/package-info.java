/** Bytes on their way between the gateway's arrays and Vert.x. */
@NullMarked
package io.agentgate.transports.bytes;

import org.jspecify.annotations.NullMarked;
