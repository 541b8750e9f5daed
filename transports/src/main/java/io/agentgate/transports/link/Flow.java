package io.agentgate.transports.link;

/** Something of a link that is on its way. */
interface Flow {
    /** Reads no more until {@link #resume}. */
    void pause();

    void resume();

    /** Gives it up, and with it its connection and its timer; nothing more is heard of it. */
    void abort();
}
