package io.agentgate.gateway.killswitch;

/** Says that no more switches can be set before others are lifted. */
public final class SwitchBoardFullException extends SwitchBoardException {
    private static final long serialVersionUID = 1L;

    public SwitchBoardFullException() {
        super("there are " + SwitchBoard.MAX_SWITCHES + " kill switches already: lift some");
    }
}
