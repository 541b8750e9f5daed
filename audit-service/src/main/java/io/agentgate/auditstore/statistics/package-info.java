/** What became of calls, in numbers, from the rollups. */
@NullMarked
package io.agentgate.auditstore.statistics;

import org.jspecify.annotations.NullMarked;
