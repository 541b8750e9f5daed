/**
 * The command line of {@code agentgate serve}, and what it comes to together with the
 * configuration.
 *
 * <p>The gateway itself runs in an application of its own, which the launcher starts; here are its
 * options and nothing of Quarkus.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>The command line goes before the file, the file before the defaults.
 *   <li>Headers that a file gives to its upstream are sent to no other.
 *   <li>A variable that is not set ends the command; a header's value is never shown.
 * </ol>
 */
@NullMarked
package io.agentgate.cli.serve;

import org.jspecify.annotations.NullMarked;
