/** {@code agentgate doctor}: whether this installation can do its work, and what to do if not. */
@NullMarked
package io.agentgate.cli.doctor;

import org.jspecify.annotations.NullMarked;
