package io.agentgate.proxy;

import io.agentgate.cluster.micrometer.MicrometerMeters;
import io.agentgate.proxy.health.ProxyState;
import io.agentgate.proxy.identity.Tokens;
import io.agentgate.proxy.settings.ProxySettings;
import io.agentgate.proxy.settings.SettingsException;
import io.agentgate.stdio.Ending;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * The entry of the proxy-service: runs one proxy until a signal ends it.
 *
 * <pre>
 * settings → parts → listening → (signal) → not ready → draining → delivered → exit code 0
 *     └────────┴────────┴─ what cannot be used: a line and exit code 78 or 74
 * </pre>
 */
@QuarkusMain
public final class ProxyMain implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger("agentgate");
    private static final int CONFIG = 78;
    private static final int IO = 74;

    private final Vertx vertx;
    private final ProxySettings settings;
    private final Tokens tokens;
    private final MeterRegistry registry;
    private final ProxyState state;

    @Inject
    ProxyMain(
            Vertx vertx,
            ProxySettings settings,
            Tokens tokens,
            MeterRegistry registry,
            ProxyState state) {
        this.vertx = vertx;
        this.settings = settings;
        this.tokens = tokens;
        this.registry = registry;
        this.state = state;
    }

    @Override
    public int run(String... arguments) {
        Ending ending = Ending.bySignal();
        try (Proxy proxy =
                new Composition(vertx, settings, new MicrometerMeters(registry), LOG::info)
                        .proxy(tokens)) {
            proxy.listen();
            state.show(proxy::report);
            String signal = ending.await();
            LOG.infof("told to end (%s): finishing calls", signal);
            state.ending();
            proxy.drain();
        } catch (SettingsException wrong) {
            LOG.error(wrong.getMessage());
            return CONFIG;
        } catch (IOException failed) {
            LOG.error("the proxy cannot go on: " + failed.getMessage());
            return IO;
        }
        LOG.info("ended");
        return 0;
    }
}
