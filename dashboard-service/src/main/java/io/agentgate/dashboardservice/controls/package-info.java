/** Kill switches, and what runs. */
@NullMarked
package io.agentgate.dashboardservice.controls;

import org.jspecify.annotations.NullMarked;
