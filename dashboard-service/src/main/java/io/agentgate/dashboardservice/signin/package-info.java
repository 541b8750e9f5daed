/** Who looks, as the identity provider says. */
@NullMarked
package io.agentgate.dashboardservice.signin;

import org.jspecify.annotations.NullMarked;
