package io.agentgate.stdio.link;

/** Why a child is being ended. */
enum EndCause {
    /** The session has closed its link. */
    CLOSED("the session is over"),
    /** The server is not offered any more. */
    WITHDRAWN("the server is not offered any more"),
    /** Its output ended: nothing more can be heard of it. */
    OUTPUT("the server closed its output"),
    /** It closed its input: nothing more can be said to it. */
    INPUT("the server takes no more messages"),
    /** A fault of ours: going on could let something through unjudged. */
    FAULT("internal error");

    private final String words;

    EndCause(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Whether the server is the one to blame. */
    boolean byServer() {
        return this == OUTPUT || this == INPUT;
    }
}
