/**
 * Who asks: authenticated callers, the static API keys that prove them, and a limit on failed
 * logins.
 *
 * <p>A key reads {@code agk_<id>_<secret>}. The id finds the entry, the secret proves it; kept is
 * only the {@link io.agentgate.gateway.caller.SecretHash hash} of the secret.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>No text form shows a secret, and no refusal repeats what was presented.
 *   <li>A key with a known id and a wrong secret is refused in the same time as one with an unknown
 *       id, and the comparison tells nothing of how much of it was right.
 *   <li>Where a key was ever configured, revoked or expired ones included, authentication is on: to
 *       revoke the last key locks all out, and never lets all in.
 * </ol>
 */
@NullMarked
package io.agentgate.gateway.caller;

import org.jspecify.annotations.NullMarked;
