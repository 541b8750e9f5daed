package io.agentgate.gateway.federation;

import io.agentgate.gateway.Ruling;
import io.agentgate.protocol.Frame;
import org.jspecify.annotations.Nullable;

/** What a transport has to do next; steps are carried out in their order. */
public sealed interface Step {
    /**
     * Take this through the server's door, by {@link io.agentgate.gateway.Gatekeeper#admit}, and
     * send what the door forwards. What it replies goes to {@link Federation#refused}.
     */
    record ToServer(String server, Frame frame) implements Step {}

    /**
     * Take this call through the server's door, too, so that it is judged and recorded, but do not
     * send it: what the door forwards is {@linkplain io.agentgate.gateway.Gatekeeper#lose lost} at
     * once, as not sent. What comes of that is the server's answer.
     *
     * @param reason words for the client
     */
    record Unreachable(String server, Frame frame, String reason) implements Step {}

    /**
     * Send this to the client; it has been through a door, or is the gateway's own.
     *
     * @param bearing what it has to do with requests, by the ids that the client knows
     */
    record ToClient(Frame frame, Ruling.Bearing bearing) implements Step {}

    /**
     * Nothing goes anywhere: something was dropped or left out, which is worth a note in the
     * records.
     *
     * @param server whose it was; null if the client's
     * @param what a fixed text; never text of a message
     */
    record Note(@Nullable String server, String what) implements Step {}
}
