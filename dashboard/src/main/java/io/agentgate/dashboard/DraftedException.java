package io.agentgate.dashboard;

/** A text was written, and waits for somebody else to put it in force. */
public final class DraftedException extends RefusedException {
    private static final long serialVersionUID = 1;

    private final String draft;

    /**
     * @param draft the id of what was written
     * @param why nobody has put it in force
     */
    public DraftedException(String draft, String why) {
        super(ACCEPTED, why);
        this.draft = draft;
    }

    /** The status of what is to be done, and is not done yet (RFC 9110, section 15.3.3). */
    private static final int ACCEPTED = 202;

    /** The id of what was written. */
    public String draft() {
        return draft;
    }
}
