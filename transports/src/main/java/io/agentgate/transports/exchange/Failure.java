package io.agentgate.transports.exchange;

import io.agentgate.gateway.Loss;

/**
 * Why a request that was meant for a server has no answer.
 *
 * @param reason words for the client, without a secret
 */
public record Failure(Loss loss, String reason) {
    public static final Failure UNREACHABLE =
            new Failure(Loss.NOT_SENT, "the server cannot be reached");
    public static final Failure BROKEN =
            new Failure(Loss.BROKEN, "the connection to the server broke before it answered");
    public static final Failure BROKEN_WITHIN =
            new Failure(Loss.BROKEN, "the connection to the server broke within its answer");
    public static final Failure STREAM_ENDED =
            new Failure(Loss.BROKEN, "the server's stream ended before it answered");
    public static final Failure STREAM_BROKEN =
            new Failure(Loss.BROKEN, "the server's stream broke before it answered");
    public static final Failure COMPRESSED =
            new Failure(Loss.NO_ANSWER, "the server compressed its answer, which nobody asked for");
    public static final Failure TOO_LARGE =
            new Failure(Loss.NO_ANSWER, "the server's answer is too large");
    public static final Failure NO_ROOM =
            new Failure(Loss.NO_ANSWER, "the gateway has no room for the server's answer now");
    public static final Failure NOT_AN_ANSWER =
            new Failure(Loss.NO_ANSWER, "the server's answer is not one to this request");

    /**
     * The server could not be shown who asks.
     *
     * @param reason words for the client
     */
    public static Failure unproven(String reason) {
        return new Failure(Loss.NOT_SENT, reason);
    }

    /** The server answered with this status and nothing of MCP. */
    public static Failure ofStatus(int status) {
        if (status == 401 || status == 403) {
            return new Failure(
                    Loss.TURNED_AWAY,
                    "the server does not let the gateway in (HTTP " + status + ")");
        }
        return status >= 400 && status < 500
                ? new Failure(
                        Loss.TURNED_AWAY,
                        "the server did not accept the request (HTTP " + status + ")")
                : new Failure(
                        Loss.NO_ANSWER, "the server did not answer in MCP (HTTP " + status + ")");
    }
}
