package io.agentgate.transports.tls;

import io.vertx.core.net.KeyCertOptions;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate and key of a listener, which can be renewed between two handshakes. One that has
 * begun ends with those it began with.
 */
final class RenewedKeys extends X509ExtendedKeyManager {
    private volatile Generations generations;

    /**
     * What is shown now, and what was shown before; null at first.
     *
     * @param number tells aliases of one from those of the next
     */
    private record Generations(
            int number, X509ExtendedKeyManager now, @Nullable X509ExtendedKeyManager before) {
        String named(String alias) {
            return number + ":" + alias;
        }

        @Nullable X509ExtendedKeyManager of(String named) {
            int asked = Integer.parseInt(named, 0, named.indexOf(':'), 10);
            return asked == number ? now : asked == number - 1 ? before : null;
        }
    }

    RenewedKeys(X509ExtendedKeyManager first) {
        generations = new Generations(0, first, null);
    }

    /** Shows others from now on. */
    synchronized void renew(X509ExtendedKeyManager next) {
        Generations last = generations;
        generations = new Generations(last.number() + 1, next, last.now());
    }

    KeyCertOptions options() {
        return KeyCertOptions.wrap(new GivenKeys(this));
    }

    private static String withoutNumber(String named) {
        return named.substring(named.indexOf(':') + 1);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, SSLEngine engine) {
        Generations shown = generations;
        String alias = shown.now().chooseEngineServerAlias(type, issuers, engine);
        return alias == null ? null : shown.named(alias);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        Generations shown = generations;
        String alias = shown.now().chooseServerAlias(type, issuers, socket);
        return alias == null ? null : shown.named(alias);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String named) {
        X509ExtendedKeyManager keys = generations.of(named);
        return keys == null ? null : keys.getCertificateChain(withoutNumber(named));
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String named) {
        X509ExtendedKeyManager keys = generations.of(named);
        return keys == null ? null : keys.getPrivateKey(withoutNumber(named));
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        Generations shown = generations;
        String[] aliases = shown.now().getServerAliases(type, issuers);
        if (aliases == null) {
            return null;
        }
        String[] named = new String[aliases.length];
        for (int i = 0; i < aliases.length; i++) {
            named[i] = shown.named(aliases[i]);
        }
        return named;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        // A listener is no client.
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
