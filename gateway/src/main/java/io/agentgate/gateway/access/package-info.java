/** May they: the policy set's decision on a call, and a candidate's that has no effect. */
@NullMarked
package io.agentgate.gateway.access;

import org.jspecify.annotations.NullMarked;
