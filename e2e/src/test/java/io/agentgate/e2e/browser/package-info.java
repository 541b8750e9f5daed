/**
 * The pages of the dashboard as people use them: a real browser before the real product, with real
 * traffic.
 *
 * <p>{@code build/FindChromium.java} says which browser; nothing is loaded from beyond this
 * machine.
 */
@NullMarked
package io.agentgate.e2e.browser;

import org.jspecify.annotations.NullMarked;
