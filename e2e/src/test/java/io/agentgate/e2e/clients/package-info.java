/**
 * The clients and servers of the npm world: both lines of the TypeScript SDK, the Inspector, and
 * the reference servers {@code server-everything} and {@code server-filesystem}.
 *
 * <p>They live in {@code e2e/clients}, with pinned versions, and are installed by the profile
 * {@code clients} before its tests: {@code ./mvnw -Pclients verify}. Node 22 comes with them on
 * Linux x64; elsewhere the {@code node} on the path has to be at least that.
 *
 * <p>{@code tap.mjs} stands before a server and writes down what it is sent, so both directions are
 * compared. After a session nothing that it started may still run.
 *
 * <p>The sessions themselves are written in JavaScript, since the SDKs are. {@code session.mjs}
 * records every message below the SDK's own parsing, in the order of arrival, and replaces what
 * differs between any two runs: times of day, generated ids, and the level of server-everything's
 * simulated log lines. A message that is not written as {@code JSON.stringify} writes it is
 * recorded as text too, so a gateway that re-encodes is noticed even where the values are equal.
 */
@NullMarked
package io.agentgate.e2e.clients;

import org.jspecify.annotations.NullMarked;
