package io.agentgate.testkit.scenario;

import io.agentgate.testkit.http.ServeProcess;
import java.util.List;

/** A client of {@code agentgate serve}, which plays its part of a scenario. */
interface ClientSide {
    /** Tells that the server got a message. */
    void reached();

    /**
     * What the client gets upon each message, until the gateway has ended, which it is told to.
     *
     * @param serve a gateway before a server called {@code scripted}
     */
    List<List<String>> play(ServeProcess serve) throws Exception;
}
