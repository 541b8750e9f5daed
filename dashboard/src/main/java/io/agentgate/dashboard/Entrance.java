package io.agentgate.dashboard;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The check of who asks: this machine under its own name, and for most routes the token. */
final class Entrance {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String SCHEME = "bearer ";
    private static final String NO_TOKEN = "Invalid or missing Authorization: Bearer token";

    private final byte[] token;

    Entrance(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    /** A page that has its own name resolved to this machine is told by it. */
    void guardHost(RoutingContext asked) {
        List<String> hosts = asked.request().headers().getAll("Host");
        if (hosts.size() == 1 && isOwnName(hosts.getFirst())) {
            asked.next();
        } else {
            Answer.error(asked, 421, "ask for localhost or 127.0.0.1");
        }
    }

    private static boolean isOwnName(String host) {
        int port = host.lastIndexOf(':');
        boolean hasPort = port > host.lastIndexOf(']');
        String name = hasPort ? host.substring(0, port) : host;
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Lets those on who show the token. */
    void guard(RoutingContext asked) {
        if (hasToken(asked.request())) {
            asked.next();
        } else {
            asked.response().putHeader("WWW-Authenticate", "Bearer");
            Answer.error(asked, 401, NO_TOKEN);
        }
    }

    boolean hasToken(HttpServerRequest request) {
        List<String> shown = request.headers().getAll("Authorization");
        if (shown.size() != 1 || !shown.getFirst().toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        String text = shown.getFirst().substring(SCHEME.length()).strip();
        return MessageDigest.isEqual(token, text.getBytes(StandardCharsets.UTF_8));
    }
}
