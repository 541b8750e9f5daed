/** Contract of boards of kill switches. */
@NullMarked
package io.agentgate.testkit.killswitch;

import org.jspecify.annotations.NullMarked;
