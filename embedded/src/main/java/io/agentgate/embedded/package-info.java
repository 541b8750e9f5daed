/**
 * The adapters of the one-process product: what the gateway needs, without a server beside it.
 *
 * <p>One package per technology, and the technology's own types appear in no other:
 *
 * <ul>
 *   <li>{@link io.agentgate.embedded.sqlite} — the audit store, one SQLite file
 *   <li>{@link io.agentgate.embedded.bucket4j} — the quota ledger, token buckets in memory
 *   <li>{@link io.agentgate.embedded.memory} — sessions, and no replicas beside this process
 *   <li>{@link io.agentgate.embedded.files} — the key ring, files only their owner reads
 * </ul>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>No adapter does I/O before it is first needed, except the key ring, which reads one small
 *       file when it is opened.
 *   <li>Several processes may use one home directory at once.
 *   <li>What goes wrong is said with the file's name and with what to do about it, and never with
 *       the content of a file.
 * </ol>
 */
@NullMarked
package io.agentgate.embedded;

import org.jspecify.annotations.NullMarked;
