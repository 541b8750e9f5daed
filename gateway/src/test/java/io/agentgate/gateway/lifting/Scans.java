package io.agentgate.gateway.lifting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.gateway.call.Session;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Scanner;

/** Messages as a gateway reads them. */
final class Scans {
    private Scans() {}

    static Request request(String method, String params) {
        String text =
                "{\"id\":\"c\",\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":%s}"
                        .formatted(method, params);
        return (Request) new Scanner(Limits.DEFAULT, Peer.CLIENT).scan(text.getBytes(UTF_8));
    }

    /** A request of a server. */
    static Request question(String method, String params) {
        String text =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\"%s}"
                        .formatted(method, params.isEmpty() ? "" : ",\"params\":" + params);
        return (Request) new Scanner(Session.SERVER_LIMITS, Peer.SERVER).scan(text.getBytes(UTF_8));
    }

    static Notification notification(String method, String params) {
        String text =
                "{\"jsonrpc\":\"2.0\",\"method\":\"%s\"%s}"
                        .formatted(method, params.isEmpty() ? "" : ",\"params\":" + params);
        return (Notification)
                new Scanner(Session.SERVER_LIMITS, Peer.SERVER).scan(text.getBytes(UTF_8));
    }

    static Frame frame(String text) {
        return Frame.of(text.getBytes(UTF_8));
    }
}
