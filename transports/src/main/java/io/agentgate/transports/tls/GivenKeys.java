package io.agentgate.transports.tls;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.Provider;
import java.security.Security;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import org.jspecify.annotations.Nullable;

/** A factory that makes nothing: it gives the one key manager that is there. */
final class GivenKeys extends KeyManagerFactory {
    private static final Provider ANY = Security.getProviders()[0];

    GivenKeys(KeyManager manager) {
        super(new Spi(manager), ANY, "one");
    }

    private static final class Spi extends KeyManagerFactorySpi {
        private final KeyManager manager;

        Spi(KeyManager manager) {
            this.manager = manager;
        }

        @Override
        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password)
                throws KeyStoreException {
            // It has its keys.
        }

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {
            // As above.
        }

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {manager};
        }
    }
}
