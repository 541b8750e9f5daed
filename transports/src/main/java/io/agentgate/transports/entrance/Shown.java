package io.agentgate.transports.entrance;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What somebody shows to say who it is; a secret.
 *
 * @param credential what stands in the credential header, or null
 * @param certificate what the client has proved to hold, or null
 * @param agent what a proxy before the gateway says whose the request is, or null
 */
public record Shown(
        @Nullable String credential,
        @Nullable X509Certificate certificate,
        @Nullable String agent) {
    /** What a request shows. */
    public static Shown by(RequestHead head, @Nullable X509Certificate certificate) {
        return new Shown(head.credential(), certificate, head.agent());
    }

    @Override
    public String toString() {
        return "[shown]";
    }
}
