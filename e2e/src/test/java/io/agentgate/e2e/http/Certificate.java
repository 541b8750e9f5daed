package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate is signed by nobody but itself, and stands with its key in a file.
 *
 * @param file a key store
 */
record Certificate(Path file) {
    private static final String PASSWORD = "changeit";

    /** One for a name, as in {@code ip:127.0.0.1}. */
    static Certificate made(Path directory, String name) {
        var file = directory.resolve("keys.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var ended =
                Gateway.run(
                        directory,
                        List.of(
                                keytool,
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=server",
                                "-ext",
                                "san=" + name,
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                PASSWORD));
        assertThat(ended.exitCode()).as(ended::toString).isZero();
        return new Certificate(file);
    }

    private KeyStore keys() throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    /** The certificate alone, in PEM. */
    Path pem() throws GeneralSecurityException, IOException {
        return pem("CERTIFICATE", keys().getCertificate("server").getEncoded());
    }

    /** The key alone, in PEM. */
    Path key() throws GeneralSecurityException, IOException {
        return pem("PRIVATE KEY", keys().getKey("server", PASSWORD.toCharArray()).getEncoded());
    }

    private Path pem(String what, byte[] content) throws IOException {
        var text = Base64.getMimeEncoder().encodeToString(content);
        return Files.writeString(
                file.resolveSibling(what.replace(' ', '-') + ".pem"),
                "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    /** TLS of a client that trusts nobody else. */
    SSLContext trusting() throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys().getCertificate("server"));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, managers.getTrustManagers(), null);
        return tls;
    }

    /** What a server that shows it listens at. */
    ServerSocketFactory sockets() throws GeneralSecurityException, IOException {
        var keys = keys();
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return tls.getServerSocketFactory();
    }

    /** The environment of a gateway that trusts it. */
    Map<String, String> trusted() {
        var store = "-Djavax.net.ssl.trustStore=" + file;
        var password = "-Djavax.net.ssl.trustStorePassword=" + PASSWORD;
        return Map.of("AGENTGATE_JAVA_OPTS", store + " " + password);
    }
}
