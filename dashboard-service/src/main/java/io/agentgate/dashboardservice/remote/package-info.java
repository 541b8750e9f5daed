/** Questions to the services in the name of whoever looks. */
@NullMarked
package io.agentgate.dashboardservice.remote;

import org.jspecify.annotations.NullMarked;
