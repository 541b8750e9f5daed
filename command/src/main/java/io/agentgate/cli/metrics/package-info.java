/**
 * The port of this machine at which a process shows its metrics. Loaded by processes that are asked
 * for one only.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>It listens on the loopback address alone, and answers nobody whose request names another
 *       host: a web page that has its own name resolved to this machine learns nothing.
 *   <li>It serves two pages to read. No request changes anything.
 *   <li>Threads, connections and the time for a request are bounded.
 * </ol>
 */
@NullMarked
package io.agentgate.cli.metrics;

import org.jspecify.annotations.NullMarked;
