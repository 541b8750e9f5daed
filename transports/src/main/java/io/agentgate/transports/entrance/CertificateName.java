package io.agentgate.transports.entrance;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** Which part of a client's certificate is the caller's name. */
public enum CertificateName {
    /** The subject, as RFC 2253 writes it. */
    SUBJECT {
        @Override
        @Nullable String in(X509Certificate certificate) {
            return certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
        }
    },
    /** The one alternative name that is a URI, such as a SPIFFE id. */
    URI {
        @Override
        @Nullable String in(X509Certificate certificate) {
            return only(certificate, TYPE_URI);
        }
    },
    /** The one alternative name that is of DNS. */
    DNS {
        @Override
        @Nullable String in(X509Certificate certificate) {
            return only(certificate, TYPE_DNS);
        }
    };

    /** Longest name of a caller, in bytes: it stands in session ids. */
    static final int MAX_BYTES = 128;

    /** The types of RFC 5280, section 4.2.1.6. */
    private static final int TYPE_DNS = 2;

    private static final int TYPE_URI = 6;

    abstract @Nullable String in(X509Certificate certificate);

    /** The name of the caller that holds this certificate; null if it gives none we can use. */
    public @Nullable String of(X509Certificate certificate) {
        String name = in(certificate);
        boolean usable =
                name != null
                        && !name.isBlank()
                        && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                        && name.chars().noneMatch(Character::isISOControl);
        return usable ? name : null;
    }

    /** Of several, none is the caller's more than the others. */
    private static @Nullable String only(X509Certificate certificate, int type) {
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException unreadable) {
            return null;
        }
        if (names == null) {
            return null;
        }
        List<String> found =
                names.stream()
                        .filter(name -> name.getFirst().equals(type))
                        .map(name -> String.valueOf(name.get(1)))
                        .toList();
        return found.size() == 1 ? found.getFirst() : null;
    }
}
