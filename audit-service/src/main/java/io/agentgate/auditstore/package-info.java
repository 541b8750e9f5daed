/** The keeper of the audit stream in Postgres. */
@NullMarked
package io.agentgate.auditstore;

import org.jspecify.annotations.NullMarked;
