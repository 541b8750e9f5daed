/** What became of calls, in numbers, from the figures that are kept beside them. */
@NullMarked
package io.agentgate.auditstore.statistics;

import org.jspecify.annotations.NullMarked;
