package io.agentgate.cli.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables {@code tls} of the listener and of servers on their way to their settings. */
final class TlsTables {
    private static final String SERVER = "server.tls";
    private static final String CERTIFICATE = "certificate";
    private static final String KEY = "key";
    private static final String CLIENT_CA = "client_ca";

    private TlsTables() {}

    static @Nullable ListenerTlsConfig listener(ConfigFile file) {
        InnerTable table = InnerTable.of(file, SERVER);
        if (table == null) {
            return null;
        }
        for (String key : List.of(CERTIFICATE, KEY)) {
            table.needed(key, "a path in quotes");
        }
        Path authorities = table.path(CLIENT_CA);
        ListenerTlsConfig.Clients clients =
                table.word("clients", List.of(ListenerTlsConfig.Clients.values()));
        if ((clients == ListenerTlsConfig.Clients.NONE) != (authorities == null)) {
            table.report(
                    CLIENT_CA,
                    "`server.tls.client_ca` and `server.tls.clients` belong together: who vouches"
                            + " for clients, and whether they show certificates");
        }
        return new ListenerTlsConfig(
                new TlsConfig(table.path(CERTIFICATE), table.path(KEY), authorities),
                clients,
                table.word("caller", List.of(ListenerTlsConfig.Caller.values())));
    }

    /** The side of the gateway at a server; null without a table. */
    static @Nullable TlsConfig ofServer(@Nullable InnerTable table) {
        if (table == null) {
            return null;
        }
        if (table.has(CERTIFICATE) != table.has(KEY)) {
            table.report(
                    CERTIFICATE,
                    "`"
                            + table.name()
                            + ".certificate` and `"
                            + table.name()
                            + ".key` belong together");
        }
        return new TlsConfig(table.path(CERTIFICATE), table.path(KEY), table.path("ca"));
    }
}
