package io.agentgate.transports.proof;

import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.gateway.credential.TokenSource;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** On what grounds an authorization server is asked for a token. */
sealed interface Grant {
    /** What tokens are kept by; null if one cannot be asked for. */
    @Nullable String key(@Nullable SubjectToken subject);

    /** The request's body; only where there is a key. */
    String form(@Nullable SubjectToken subject);

    /** The gateway's own right (RFC 6749, section 4.4.2). */
    record OfClient(TokenSource source) implements Grant {
        @Override
        public String key(@Nullable SubjectToken subject) {
            return "";
        }

        @Override
        public String form(@Nullable SubjectToken subject) {
            return "grant_type=client_credentials" + target(source);
        }
    }

    /** The token a caller showed (RFC 8693, section 2.1). */
    record Exchange(TokenSource source) implements Grant {
        private static final String ACCESS_TOKEN =
                encoded("urn:ietf:params:oauth:token-type:access_token");

        @Override
        public @Nullable String key(@Nullable SubjectToken subject) {
            return subject == null ? null : subject.fingerprint();
        }

        @Override
        public String form(@Nullable SubjectToken subject) {
            if (subject == null) {
                throw new IllegalStateException("an exchange without a token");
            }
            return "grant_type="
                    + encoded("urn:ietf:params:oauth:grant-type:token-exchange")
                    + "&subject_token_type="
                    + ACCESS_TOKEN
                    + "&requested_token_type="
                    + ACCESS_TOKEN
                    + "&subject_token="
                    + encoded(subject.reveal())
                    + target(source);
        }
    }

    private static String target(TokenSource source) {
        String audience = source.audience();
        URI resource = source.resource();
        return (source.scopes().isEmpty()
                        ? ""
                        : "&scope=" + encoded(String.join(" ", source.scopes())))
                + (audience == null ? "" : "&audience=" + encoded(audience))
                + (resource == null ? "" : "&resource=" + encoded(resource.toString()));
    }

    /** Text as it stands in a form (RFC 6749, appendix B). */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
