package io.agentgate.gateway.killswitch;

import java.util.List;
import java.util.Optional;

/**
 * Port: where people set and lift kill switches while gateways run. A switch is in force at each of
 * these soon after it was set, and outlives them. Thread safe; may block.
 */
public interface SwitchBoard {
    /** Most switches that are set at a time. */
    int MAX_SWITCHES = 200;

    /**
     * The switches that are set, in the order in which they were.
     *
     * @throws SwitchBoardException if nobody can tell
     */
    List<KeptSwitch> all() throws SwitchBoardException;

    /**
     * Sets a switch; it is kept when this returns.
     *
     * @throws SwitchBoardFullException if there are as many as there may be
     * @throws SwitchBoardException if it cannot be kept; then none is set
     */
    KeptSwitch set(SwitchOrder order) throws SwitchBoardException;

    /**
     * Lifts a switch; that is kept when this returns.
     *
     * @param by who lifts it
     * @return the switch as it was; empty if there is none of that id
     * @throws SwitchBoardException if that cannot be kept; then it is still set
     */
    Optional<KeptSwitch> lift(String id, String by) throws SwitchBoardException;
}
