/**
 * {@code agentgate serve} as a process: the Quarkus application that puts the parts of the gateway
 * together with its HTTP side, and ends both in order.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Nothing listens before the policy, the keys and the journal are ready.
 *   <li>An address that other machines reach is not listened at without authentication.
 *   <li>The first signal lets calls finish and records arrive; the second ends the process at once.
 *   <li>Words for people go to standard error; standard output is the audit log's.
 * </ol>
 */
@NullMarked
package io.agentgate.serve;

import org.jspecify.annotations.NullMarked;
