/** Which claims of a token give which role in rules. */
@NullMarked
package io.agentgate.policystore.roles;

import org.jspecify.annotations.NullMarked;
