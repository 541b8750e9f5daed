/** {@code agentgate init}: the files that a home begins with. */
@NullMarked
package io.agentgate.cli.init;

import org.jspecify.annotations.NullMarked;
