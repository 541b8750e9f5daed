/**
 * What a proxy decides by, as the policy-service has it: the policy, API keys, roles and kill
 * switches in one bundle under one revision.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A bundle comes into force as a whole or not at all: a call never sees parts of two.
 *   <li>A bundle that does not load changes nothing, and the policy-service is told why.
 *   <li>When the policy-service is away, the last good bundle stays in force; after a restart its
 *       copy on disk does. Without either, every call is denied.
 *   <li>Nothing that decides a call waits: what is in force is one volatile read.
 * </ol>
 */
@NullMarked
package io.agentgate.cluster.bundle;

import org.jspecify.annotations.NullMarked;
