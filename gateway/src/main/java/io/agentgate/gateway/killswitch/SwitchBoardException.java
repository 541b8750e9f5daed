package io.agentgate.gateway.killswitch;

import org.jspecify.annotations.Nullable;

/** Says why kill switches can be neither told nor changed. */
public class SwitchBoardException extends Exception {
    private static final long serialVersionUID = 1L;

    public SwitchBoardException(String message) {
        super(message);
    }

    public SwitchBoardException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
