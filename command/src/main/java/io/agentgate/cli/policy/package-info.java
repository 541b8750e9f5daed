/**
 * {@code agentgate policy}: tools for those who write rules.
 *
 * <p>What they say comes from {@code io.agentgate.rehearsal}; here are the command lines, what is
 * printed, and where recorded calls are read from.
 */
@NullMarked
package io.agentgate.cli.policy;

import org.jspecify.annotations.NullMarked;
