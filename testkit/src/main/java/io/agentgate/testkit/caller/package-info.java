/** Contract of the callers' API keys. */
@NullMarked
package io.agentgate.testkit.caller;

import org.jspecify.annotations.NullMarked;
