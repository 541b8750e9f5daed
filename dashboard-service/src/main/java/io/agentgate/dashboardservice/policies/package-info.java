/** Rules, as the policy-service has them. */
@NullMarked
package io.agentgate.dashboardservice.policies;

import org.jspecify.annotations.NullMarked;
