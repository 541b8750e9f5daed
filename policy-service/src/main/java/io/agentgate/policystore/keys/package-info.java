/** API keys of callers: shown once, kept as hashes, replaced with an overlap, revoked for good. */
@NullMarked
package io.agentgate.policystore.keys;

import org.jspecify.annotations.NullMarked;
