/**
 * Audit events in the words of security information systems: OCSF, ECS and CEF.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>An event is one line: no line end stands in it, whatever the event's texts hold.
 *   <li>Text from outside stays inside its field.
 *   <li>Arguments and results are named by their sizes; nothing of their text leaves.
 *   <li>The same event gives the same bytes, and carries the id it has on the audit stream.
 * </ol>
 */
@NullMarked
package io.agentgate.auditstore.siem;

import org.jspecify.annotations.NullMarked;
