package io.agentgate.serve;

import io.agentgate.cli.config.ListenerTlsConfig;
import io.agentgate.cli.config.TlsConfig;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.entrance.CertificateAuthentication;
import io.agentgate.transports.entrance.CertificateName;
import io.agentgate.transports.tls.ListenerTls;
import io.agentgate.transports.tls.ListenerTls.ClientCertificates;
import io.agentgate.transports.tls.TlsFiles;
import org.jspecify.annotations.Nullable;

/** What of TLS a configuration file asks for, in the words of the transport. */
final class Encryption {
    private Encryption() {}

    static @Nullable TlsFiles files(@Nullable TlsConfig config) {
        return config == null
                ? null
                : new TlsFiles(config.certificate(), config.key(), config.authorities());
    }

    static @Nullable ListenerTls listener(@Nullable ListenerTlsConfig config) {
        TlsFiles files = config == null ? null : files(config.files());
        return config == null || files == null
                ? null
                : new ListenerTls(
                        files,
                        switch (config.clients()) {
                            case NONE -> ClientCertificates.NONE;
                            case REQUEST -> ClientCertificates.REQUESTED;
                            case REQUIRE -> ClientCertificates.REQUIRED;
                        });
    }

    /** Whether callers prove by certificates who they are. */
    static boolean provesCallers(@Nullable ListenerTlsConfig config) {
        return config != null && config.clients() != ListenerTlsConfig.Clients.NONE;
    }

    /** The same authentication, with certificates where clients show them. */
    static Authentication with(@Nullable ListenerTlsConfig config, Authentication others) {
        return config == null || !provesCallers(config)
                ? others
                : new CertificateAuthentication(
                        others,
                        switch (config.caller()) {
                            case SUBJECT -> CertificateName.SUBJECT;
                            case URI -> CertificateName.URI;
                            case DNS -> CertificateName.DNS;
                        });
    }
}
