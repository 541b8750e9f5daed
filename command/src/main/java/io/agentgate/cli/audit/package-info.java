/** {@code agentgate audit}: whether the records are what was recorded. */
@NullMarked
package io.agentgate.cli.audit;

import org.jspecify.annotations.NullMarked;
