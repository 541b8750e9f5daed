/** The gateway's keys where an orchestrator mounts them. */
@NullMarked
package io.agentgate.cluster.secrets;

import org.jspecify.annotations.NullMarked;
