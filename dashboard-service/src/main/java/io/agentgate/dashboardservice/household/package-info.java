/** Keys, the state of the cluster, and the way in for clients. */
@NullMarked
package io.agentgate.dashboardservice.household;

import org.jspecify.annotations.NullMarked;
