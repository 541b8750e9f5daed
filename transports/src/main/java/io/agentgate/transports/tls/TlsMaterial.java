package io.agentgate.transports.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TCPSSLOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Set;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** What {@link TlsFiles} held when they were read. */
public record TlsMaterial(
        @Nullable Buffer certificate, @Nullable Buffer key, @Nullable Buffer authorities) {
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    /** Puts it where a client is described. */
    public void into(TCPSSLOptions client) {
        into(client, identity());
    }

    /**
     * Puts it where a server is described.
     *
     * @param identity shows the certificate in place of the one here
     */
    public void into(TCPSSLOptions server, @Nullable KeyCertOptions identity) {
        if (identity != null) {
            server.setKeyCertOptions(identity);
        }
        if (authorities != null) {
            server.setTrustOptions(new PemTrustOptions().addCertValue(authorities));
        }
        server.setEnabledSecureTransportProtocols(PROTOCOLS);
    }

    /** The same for a client that is there. */
    public SSLOptions options() {
        return options(identity());
    }

    /** The same for a server that is there. */
    public SSLOptions options(@Nullable KeyCertOptions identity) {
        SSLOptions options = new SSLOptions();
        if (identity != null) {
            options.setKeyCertOptions(identity);
        }
        if (authorities != null) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(authorities));
        }
        return options.setEnabledSecureTransportProtocols(PROTOCOLS);
    }

    private @Nullable PemKeyCertOptions identity() {
        return certificate == null || key == null
                ? null
                : new PemKeyCertOptions().setCertValue(certificate).setKeyValue(key);
    }

    /**
     * The certificate and its key, if there are any; not for an event loop.
     *
     * @throws IOException if anything here cannot be used
     */
    @Nullable X509ExtendedKeyManager check(Vertx vertx) throws IOException {
        checkAuthorities(vertx);
        PemKeyCertOptions identity = identity();
        if (identity == null) {
            return null;
        }
        try {
            X509ExtendedKeyManager keys =
                    (X509ExtendedKeyManager)
                            identity.getKeyManagerFactory(vertx).getKeyManagers()[0];
            checkPair(keys);
            return keys;
        } catch (IOException said) {
            throw said;
        } catch (Exception unusable) {
            // Whatever it is, its message may hold what is in the key.
            throw new IOException("no certificate and key in PEM");
        }
    }

    private void checkAuthorities(Vertx vertx) throws IOException {
        if (authorities == null) {
            return;
        }
        try {
            new PemTrustOptions().addCertValue(authorities).getTrustManagerFactory(vertx);
        } catch (Exception unusable) {
            throw new IOException("no certificates of authorities in PEM", unusable);
        }
    }

    /** Somebody may be in the middle of replacing them. */
    private static void checkPair(X509ExtendedKeyManager keys)
            throws IOException, GeneralSecurityException {
        for (String type : new String[] {"RSA", "EC", "EdDSA"}) {
            String[] aliases = keys.getServerAliases(type, null);
            if (aliases != null && aliases.length > 0) {
                PublicKey open = keys.getCertificateChain(aliases[0])[0].getPublicKey();
                if (!belong(keys.getPrivateKey(aliases[0]), open)) {
                    throw new IOException("a key that is not the certificate's");
                }
                return;
            }
        }
        throw new IOException("no certificate for RSA, EC or EdDSA");
    }

    private static boolean belong(PrivateKey secret, PublicKey open)
            throws GeneralSecurityException {
        String algorithm =
                switch (open.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> open.getAlgorithm();
                };
        byte[] text = {1, 2, 3};
        try {
            Signature sign = Signature.getInstance(algorithm);
            sign.initSign(secret);
            sign.update(text);
            Signature verify = Signature.getInstance(algorithm);
            verify.initVerify(open);
            verify.update(text);
            return verify.verify(sign.sign());
        } catch (java.security.InvalidKeyException other) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "[TLS material]";
    }
}
