package io.agentgate.gateway.federation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Span;
import org.jspecify.annotations.Nullable;

/** The two ways of names: a prefix is put before them, and taken away again. */
final class Namings {
    private Namings() {}

    /** From a server to the client. */
    static Naming down(ServerName server, ExposedNames names) {
        return down(server, names, null);
    }

    /**
     * The same where it is about a URI that the client has spelled before.
     *
     * @param subject null for none
     */
    static Naming down(ServerName server, ExposedNames names, @Nullable Subject subject) {
        return (carrier, token, text, verbatim) ->
                carrier == Carrier.URI && isBare(server, names, subject, text)
                        ? null
                        : Naming.before(token, server.prefix(carrier));
    }

    private static boolean isBare(
            ServerName server, ExposedNames names, @Nullable Subject subject, String uri) {
        if (subject != null && subject.uri().equals(uri)) {
            return subject.bare();
        }
        return names.staysBare(server, uri);
    }

    /** From the client to a server; what is not the server's stays as it is. */
    static Naming up(ServerName server) {
        return (carrier, token, text, verbatim) ->
                server.owns(carrier, text)
                        ? stripped(server, carrier, token, text, verbatim)
                        : null;
    }

    static Edit stripped(
            ServerName server, Carrier carrier, Span token, String text, boolean verbatim) {
        int length = server.prefix(carrier).length;
        if (verbatim) {
            int from = token.start() + 1;
            return new Edit(new Span(from, from + length), Naming.NOTHING);
        }
        return new Edit(token, JsonWriter.quote(text.substring(length)));
    }

    /** The prefix of a text taken away. */
    static String bare(ServerName server, Carrier carrier, String text) {
        return text.substring(server.prefix(carrier).length);
    }

    /** The text with the prefix before it. */
    static String prefixed(ServerName server, Carrier carrier, String text) {
        return new String(server.prefix(carrier), US_ASCII) + text;
    }
}
