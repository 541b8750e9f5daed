/** Calls by whatever is asked for: pages, one by its id, and exports of any size; and sessions. */
@NullMarked
package io.agentgate.auditstore.calls;

import org.jspecify.annotations.NullMarked;
