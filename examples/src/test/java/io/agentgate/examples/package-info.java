/** Tests of the workshop: what it holds, and how a real client sees it over a pipe. */
@NullMarked
package io.agentgate.examples;

import org.jspecify.annotations.NullMarked;
