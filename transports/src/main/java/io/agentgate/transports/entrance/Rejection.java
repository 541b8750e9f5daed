package io.agentgate.transports.entrance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Why a request is turned away at the entrance.
 *
 * @param status HTTP status
 * @param reason words for the client; never text of the request
 * @param headers what belongs to this status
 */
public record Rejection(int status, String reason, List<Header> headers) {
    /** One header of the answer; its value is of visible characters. */
    public record Header(String name, String value) {}

    public Rejection {
        headers = List.copyOf(headers);
    }

    public Rejection(int status, String reason) {
        this(status, reason, List.of());
    }

    /** A rejection with one header. */
    public Rejection(int status, String reason, String header, String value) {
        this(status, reason, List.of(new Header(header, value)));
    }

    /** The same with one header more. */
    public Rejection with(String header, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(header, value));
        return new Rejection(status, reason, more);
    }

    /** The same with other headers. */
    Rejection mapped(UnaryOperator<Header> change) {
        return new Rejection(status, reason, headers.stream().map(change).toList());
    }

    static Rejection malformed(String reason) {
        return new Rejection(400, reason);
    }
}
