package io.agentgate.dashboard;

import java.io.IOException;

/** What somebody asked for cannot be had; the words are for them, and hold no secret. */
public class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * @param status of HTTP: from 400 on where the asker can do something about it, else from 500
     */
    public RefusedException(int status, String words) {
        super(words);
        this.status = status;
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }
}
