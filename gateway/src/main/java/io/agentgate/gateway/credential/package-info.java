/**
 * What the gateway shows the server behind it to prove who asks, and where the secrets for that are
 * found.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Settings hold {@linkplain io.agentgate.gateway.credential.SecretReference references},
 *       never secrets.
 *   <li>No text form and no exception shows a secret.
 *   <li>A secret that can no longer be read stays what it was, and whoever looks after it is told.
 * </ol>
 */
@NullMarked
package io.agentgate.gateway.credential;

import org.jspecify.annotations.NullMarked;
