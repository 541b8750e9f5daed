package io.agentgate.proxy.settings;

import io.agentgate.transports.entrance.CertificateName;
import io.agentgate.transports.tls.ListenerTls;
import io.agentgate.transports.tls.ListenerTls.ClientCertificates;
import io.agentgate.transports.tls.TlsFiles;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The encryption of both sides, checked.
 *
 * @param listener of the clients' side; null for none
 * @param callerName what of a client's certificate names its caller
 * @param upstream of the server's side; null for what Java trusts
 */
public record TlsSettings(
        @Nullable ListenerTls listener, CertificateName callerName, @Nullable TlsFiles upstream) {

    /**
     * Reads the settings.
     *
     * @throws SettingsException names the variable that cannot be used
     */
    public static TlsSettings of(ProxySettings settings) throws SettingsException {
        ProxySettings.Tls tls = settings.tls();
        ProxySettings.UpstreamTls up = settings.upstreamTls();
        return new TlsSettings(
                tls.certificate().isEmpty() && tls.key().isEmpty() ? null : listener(tls),
                word("AGENTGATE_TLS_CALLER_NAME", CertificateName.class, tls.callerName()),
                up.certificate().isEmpty() && up.key().isEmpty() && up.authorities().isEmpty()
                        ? null
                        : files("AGENTGATE_UPSTREAM_TLS_", up));
    }

    private static ListenerTls listener(ProxySettings.Tls tls) throws SettingsException {
        ClientCertificates clients =
                word("AGENTGATE_TLS_CLIENTS", ClientCertificates.class, tls.clients());
        try {
            return new ListenerTls(
                    new TlsFiles(
                            tls.certificate().orElse(null),
                            tls.key().orElse(null),
                            tls.authorities().orElse(null)),
                    clients);
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException("AGENTGATE_TLS_…:", String.valueOf(wrong.getMessage()));
        }
    }

    private static TlsFiles files(String prefix, ProxySettings.UpstreamTls up)
            throws SettingsException {
        try {
            return new TlsFiles(
                    up.certificate().orElse(null),
                    up.key().orElse(null),
                    up.authorities().orElse(null));
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException(prefix + "…:", String.valueOf(wrong.getMessage()));
        }
    }

    private static <E extends Enum<E>> E word(String variable, Class<E> words, String word)
            throws SettingsException {
        for (E one : words.getEnumConstants()) {
            if (one.name().toLowerCase(Locale.ROOT).equals(word)) {
                return one;
            }
        }
        throw new SettingsException(
                variable,
                "must be one of "
                        + String.join(
                                ", ",
                                java.util.Arrays.stream(words.getEnumConstants())
                                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                                        .toList()));
    }
}
