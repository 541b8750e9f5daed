/** Recorded calls and figures, as the audit-service has them. */
@NullMarked
package io.agentgate.dashboardservice.records;

import org.jspecify.annotations.NullMarked;
