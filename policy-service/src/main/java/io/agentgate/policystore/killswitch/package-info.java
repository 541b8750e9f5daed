/** Switches that stop calls at once, whatever the policy says. */
@NullMarked
package io.agentgate.policystore.killswitch;

import org.jspecify.annotations.NullMarked;
