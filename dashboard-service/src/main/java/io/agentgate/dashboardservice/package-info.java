/**
 * The dashboard of a cluster: the pages of the dashboard over the services and the audit stream.
 *
 * <p>It stores nothing and may do nothing of its own. Whoever looks signs in at the identity
 * provider, and every question goes to the services with their access token, so that the services
 * decide what they may see and change, and record who did it.
 */
@NullMarked
package io.agentgate.dashboardservice;

import org.jspecify.annotations.NullMarked;
