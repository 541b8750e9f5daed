package io.agentgate.transports.entrance;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Authentication by the certificates of clients, which TLS has verified. Whoever shows a credential
 * beside it is asked for that one: the certificate is the way in, the credential the person.
 */
public final class CertificateAuthentication implements Authentication {
    private final Authentication others;
    private final CertificateName name;

    /**
     * @param others knows those who show a credential
     */
    public CertificateAuthentication(Authentication others, CertificateName name) {
        this.others = others;
        this.name = name;
    }

    @Override
    public String header() {
        return others.header();
    }

    @Override
    public boolean isRequired() {
        return true;
    }

    @Override
    public Login login(@Nullable String credential, String address) {
        return login(credential, address, null);
    }

    @Override
    public Login login(
            @Nullable String credential, String address, @Nullable X509Certificate certificate) {
        // Where others ask for nothing, whatever is shown to them proves nothing.
        if (others.isRequired() && (credential != null || certificate == null)) {
            return others.login(credential, address, certificate);
        }
        if (certificate == null) {
            return Bearer.missing("a client certificate is needed");
        }
        String caller = name.of(certificate);
        return caller == null
                ? new Login.Denied(
                        new Rejection(403, "the client certificate does not name one caller"))
                : new Login.Accepted(caller, true);
    }
}
