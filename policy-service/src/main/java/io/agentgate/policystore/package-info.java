/** The keeper of policy revisions, API keys and kill switches. */
@NullMarked
package io.agentgate.policystore;

import org.jspecify.annotations.NullMarked;
