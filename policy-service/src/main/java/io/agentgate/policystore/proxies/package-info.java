/** What proxies report about the bundle they decide by. */
@NullMarked
package io.agentgate.policystore.proxies;

import org.jspecify.annotations.NullMarked;
