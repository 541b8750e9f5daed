/**
 * What {@code agentgate serve} does to HTTP, seen from both of its sides.
 *
 * <ol>
 *   <li>A {@link io.agentgate.e2e.http.Scene} is a gateway between callers and a server of the
 *       test's own. Starting one takes half a second, so the tests of a class share it.
 *   <li>Tests write and read HTTP as text: what is wrong cannot be said with a library.
 *   <li>Nobody sleeps: a test waits for what it wants to see, or for the other side.
 * </ol>
 */
@NullMarked
package io.agentgate.e2e.http;

import org.jspecify.annotations.NullMarked;
