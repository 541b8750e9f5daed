/**
 * {@code agentgate validate}: whether a configuration and a policy can be used, before they are.
 */
@NullMarked
package io.agentgate.cli.validate;

import org.jspecify.annotations.NullMarked;
