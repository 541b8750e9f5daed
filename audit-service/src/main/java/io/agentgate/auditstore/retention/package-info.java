/** The end of what is kept no longer, and the making of partitions ahead of time. */
@NullMarked
package io.agentgate.auditstore.retention;

import org.jspecify.annotations.NullMarked;
