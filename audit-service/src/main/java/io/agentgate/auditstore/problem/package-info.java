/** Errors as problem details (RFC 9457). */
@NullMarked
package io.agentgate.auditstore.problem;

import org.jspecify.annotations.NullMarked;
