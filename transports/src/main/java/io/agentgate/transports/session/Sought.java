package io.agentgate.transports.session;

/** What became of the search for a session that is not known here. */
public sealed interface Sought {
    /** It lives, and this process serves it from now on. */
    record Found(ClientSession session) implements Sought {}

    /** It has ended, never was, or is another caller's. */
    record None() implements Sought {}

    /** The directory could not be asked, or there is no room: nobody knows. */
    record Unknown() implements Sought {}
}
