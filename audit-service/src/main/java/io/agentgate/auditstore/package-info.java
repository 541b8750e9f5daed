/**
 * The audit-service: reads the audit stream into Postgres and answers questions about it.
 *
 * <ol>
 *   <li>What is on the stream is in the database, once, or on the dead-letter topic with the
 *       reason.
 *   <li>The offset of an event is committed after the event is stored, never before.
 *   <li>Events are never changed; calls and statistics are derived from them.
 * </ol>
 */
@NullMarked
package io.agentgate.auditstore;

import org.jspecify.annotations.NullMarked;
