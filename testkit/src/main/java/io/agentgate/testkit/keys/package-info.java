/** Contract of the key ring. */
@NullMarked
package io.agentgate.testkit.keys;

import org.jspecify.annotations.NullMarked;
