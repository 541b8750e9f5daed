/** What proxies report about the bundle they decide by, and of the servers behind them. */
@NullMarked
package io.agentgate.policystore.proxies;

import org.jspecify.annotations.NullMarked;
