package io.agentgate.cli.connect;

import io.agentgate.cli.clients.Client;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wish to connect a client, as it was typed.
 *
 * @param name the entry's
 * @param place where to write it
 * @param way how the client gets to the gateway
 */
record ConnectOrder(Client client, String name, Place place, Way way, Consent consent) {

    /**
     * Which of a client's files is meant.
     *
     * @param project the one in the working directory
     * @param file a file named by hand, or null
     */
    record Place(boolean project, @Nullable Path file) {}

    /**
     * How the client gets to the gateway.
     *
     * @param url the endpoint, or null for the configured one
     * @param keyVariable names the API key's environment variable, or null
     * @param command the server to start behind the gateway; empty for the endpoint
     */
    record Way(@Nullable String url, @Nullable String keyVariable, List<String> command) {
        Way {
            command = List.copyOf(command);
        }
    }

    /**
     * What may be done.
     *
     * @param dryRun nothing but to show it
     * @param replace an entry of the same name that is not ours
     * @param force make what is missing of the client's directory
     */
    record Consent(boolean dryRun, boolean replace, boolean force) {}
}
