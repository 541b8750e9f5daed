/**
 * {@code agentgate policy}: tools for those who write rules.
 *
 * <p>They read policies as a gateway does and judge calls by the guards of a gateway, without a
 * server behind, so that what they say is what would happen.
 */
@NullMarked
package io.agentgate.cli.policy;

import org.jspecify.annotations.NullMarked;
