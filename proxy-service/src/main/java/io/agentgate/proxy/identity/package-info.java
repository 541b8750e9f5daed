/**
 * Who a caller is by its access token. A token is looked at here first, at no cost to anybody; its
 * signature, issuer, audience and times are verified by quarkus-oidc, and remembered for a minute.
 */
@NullMarked
package io.agentgate.proxy.identity;

import org.jspecify.annotations.NullMarked;
