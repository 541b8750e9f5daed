/**
 * What proxies fetch: everything they decide by, in one body under one revision. A poll waits until
 * the revision grows; every instance of the service hears of it from Postgres.
 */
@NullMarked
package io.agentgate.policystore.bundle;

import org.jspecify.annotations.NullMarked;
