/**
 * The records, figures and rules of one home over HTTP, for whoever has the dashboard's token.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Nothing is shown without the token but the page that says so, {@code /health}, the metrics
 *       and the description of the API. The token is compared in constant time and never part of a
 *       URL.
 *   <li>A policy that does not load is never written.
 *   <li>No event loop waits for a file or a database.
 *   <li>Whoever listens and does not keep up is let go; nobody else notices.
 * </ol>
 */
@NullMarked
package io.agentgate.dashboard;

import org.jspecify.annotations.NullMarked;
