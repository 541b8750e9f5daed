/**
 * {@code agentgate kill-switch}: the stops of one home, and the board on which they are set.
 *
 * <pre>
 *   set, lift ──▶ kill-switches.json ──▶ every wrap and serve of the home: told by its socket,
 *                        │                 and by its own look within a second
 *                        └──▶ a note in the database: what, and by whom
 * </pre>
 */
@NullMarked
package io.agentgate.cli.killswitch;

import org.jspecify.annotations.NullMarked;
