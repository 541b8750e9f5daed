/** The shape of the house, checked on the compiled classes of all modules at once. */
@NullMarked
package io.agentgate.e2e.architecture;

import org.jspecify.annotations.NullMarked;
