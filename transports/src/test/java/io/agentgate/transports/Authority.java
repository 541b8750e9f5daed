package io.agentgate.transports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An authority for tests that issues real certificates, by the JDK's own keytool. */
final class Authority {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path directory;
    private final String name;

    /** Makes an authority of this name. */
    Authority(Path directory, String name) throws IOException, InterruptedException {
        this.directory = directory;
        this.name = name;
        keytool(
                name,
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "bc:c");
        pem(name);
    }

    /** Its own certificate, in PEM. */
    Path certificate() {
        return file(name, ".pem");
    }

    /** A certificate and key of somebody, in PEM and as a key store. */
    record Issued(Path certificate, Path key, Path store) {}

    /**
     * Issues a certificate.
     *
     * @param alternative names beside the subject's, as keytool writes them
     */
    Issued issue(String file, String subject, String alternative)
            throws IOException, InterruptedException {
        keytool(file, "-genkeypair", "-alias", "it", "-keyalg", "EC", "-dname", subject);
        keytool(file, "-certreq", "-alias", "it", "-file", file(file, ".csr").toString());
        keytool(
                name,
                "-gencert",
                "-alias",
                "it",
                "-rfc",
                "-infile",
                file(file, ".csr").toString(),
                "-outfile",
                file(file, ".pem").toString(),
                "-ext",
                "san=" + alternative);
        keytool(file, "-importcert", "-noprompt", "-alias", "ca", "-file", "" + certificate());
        keytool(file, "-importcert", "-alias", "it", "-file", "" + file(file, ".pem"));
        try {
            byte[] key = store(file(file, ".p12")).getKey("it", PASSWORD).getEncoded();
            Files.writeString(
                    file(file, ".key"),
                    "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder().encodeToString(key)
                            + "\n-----END PRIVATE KEY-----\n");
        } catch (GeneralSecurityException impossible) {
            throw new IOException(impossible);
        }
        return new Issued(file(file, ".pem"), file(file, ".key"), file(file, ".p12"));
    }

    /** TLS for one that trusts this authority alone, and shows this certificate, if any. */
    SSLContext tls(@Nullable Issued own) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", store(file(name, ".p12")).getCertificate("it"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        if (own == null) {
            keys.init(null, null);
        } else {
            keys.init(store(own.store()), PASSWORD);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private void pem(String file) throws IOException, InterruptedException {
        keytool(file, "-exportcert", "-alias", "it", "-rfc", "-file", "" + file(file, ".pem"));
    }

    private Path file(String file, String ending) {
        return directory.resolve(file + ending);
    }

    private void keytool(String store, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(
                List.of(
                        "-keystore",
                        file(store, ".p12").toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }
}
