/** The services of a cluster, as processes on the real components under them. */
@NullMarked
package io.agentgate.e2e.cluster;

import org.jspecify.annotations.NullMarked;
