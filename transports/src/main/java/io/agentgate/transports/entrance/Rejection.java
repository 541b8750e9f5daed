package io.agentgate.transports.entrance;

/**
 * Why a request is turned away at the entrance.
 *
 * @param status HTTP status
 * @param reason words for the client; never text of the request
 * @param header a header that belongs to this status, or an empty name for none
 * @param value that header's value
 */
public record Rejection(int status, String reason, String header, String value) {
    public Rejection(int status, String reason) {
        this(status, reason, "", "");
    }

    static Rejection malformed(String reason) {
        return new Rejection(400, reason);
    }
}
