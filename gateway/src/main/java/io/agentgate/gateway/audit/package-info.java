/**
 * What is written down about a call: events, their binary form, and the ports that take and serve
 * them.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>An event is immutable and holds only what may be stored: payloads are redacted and capped
 *       before an event is made of them.
 *   <li>The binary form carries tagged fields, so a reader of another version skips what it does
 *       not know and never misreads what it does.
 *   <li>Ids make delivery idempotent: a sink may be given the same event again.
 * </ol>
 */
@NullMarked
package io.agentgate.gateway.audit;

import org.jspecify.annotations.NullMarked;
