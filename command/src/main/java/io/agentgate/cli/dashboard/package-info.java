/**
 * {@code agentgate dashboard} and {@code agentgate open}: the one dashboard that all gateways of a
 * home share, and the way to it.
 *
 * <p>The dashboard itself runs in the application of {@code serve}; here is how it is asked for,
 * started and found.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Its address and token lie in {@code run/dashboard.json}, for the owner of the home only,
 *       while it runs.
 *   <li>A gateway neither waits for the dashboard nor ends with it.
 * </ol>
 */
@NullMarked
package io.agentgate.cli.dashboard;

import org.jspecify.annotations.NullMarked;
