/** May they: the policy set's decision on a call. */
@NullMarked
package io.agentgate.gateway.access;

import org.jspecify.annotations.NullMarked;
