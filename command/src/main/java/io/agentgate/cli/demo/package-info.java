/** {@code agentgate demo}: a real server behind the real gateway, in one command. */
@NullMarked
package io.agentgate.cli.demo;

import org.jspecify.annotations.NullMarked;
