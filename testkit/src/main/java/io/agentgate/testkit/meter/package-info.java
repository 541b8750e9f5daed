/** What every adapter of the port of meters promises. */
@NullMarked
package io.agentgate.testkit.meter;

import org.jspecify.annotations.NullMarked;
