package io.agentgate.gateway.federation;

/** How a session stands with one of its servers. */
enum MemberState {
    /** Not asked yet, or gone. */
    AWAY("away"),
    /** Asked to initialize, in time so far. */
    ASKED("starting"),
    /** Asked to initialize, and out of time. It joins when it answers. */
    LATE("late"),
    /** It served, and serves. */
    READY("ready"),
    /** It refused to begin. */
    FAILED("failed");

    /** What clients are told. */
    final String word;

    MemberState(String word) {
        this.word = word;
    }
}
