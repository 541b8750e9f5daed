package io.agentgate.gateway.call;

import io.agentgate.protocol.Response;

/**
 * One concern of enforcement. Guards are pure computation: they never block, never read a clock of
 * their own and never touch a transport. A guard is shared by all sessions and thread safe.
 */
public interface Guard {

    /** Judges a call on its way to the server. */
    default Verdict onCall(Call call) {
        return Verdict.PASS;
    }

    /**
     * Whether it wants to know what was seen before a call, where the policy in force does not ask.
     */
    default boolean asksForBackground() {
        return false;
    }

    /** Judges a call again after guards have changed it: what is forwarded is what was judged. */
    default Verdict onRewritten(Call call) {
        return Verdict.PASS;
    }

    /** Judges a message on its way to the client. */
    default Verdict onDelivery(Delivery delivery) {
        return Verdict.PASS;
    }

    /**
     * Learns how a call ended; exactly once for every call whose {@link #onCall} was asked, also if
     * a later guard refused it.
     */
    default void onSettled(Call call, Ending ending) {}

    /**
     * Hears what a server answers to {@code tools/list}, page by page, before any rule hides some.
     */
    default void onToolsListed(String server, Response list) {}

    /** Hears that a server has other tools than it listed. */
    default void onToolsChanged(String server) {}
}
