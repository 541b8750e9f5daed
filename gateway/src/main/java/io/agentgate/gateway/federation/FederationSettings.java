package io.agentgate.gateway.federation;

import java.time.Duration;
import java.util.List;

/**
 * Which servers are shown as one, and how.
 *
 * @param servers their configured names, in the order in which lists show them; 1 to {@value
 *     #MAX_SERVERS}, fit for {@link ServerNames}
 * @param prefix when names of tools and prompts have the server's name before them
 * @param initializeWithin how long {@code initialize} waits for servers
 * @param listWithin how long a list waits for servers
 * @param mostPages most pages of one server's list that are read to find who has a bare name
 * @param gatewayName what {@code serverInfo} names the gateway
 * @param gatewayVersion the version in {@code serverInfo}
 */
public record FederationSettings(
        List<String> servers,
        PrefixMode prefix,
        Duration initializeWithin,
        Duration listWithin,
        int mostPages,
        String gatewayName,
        String gatewayVersion) {
    /** Most servers of one federation. */
    public static final int MAX_SERVERS = 128;

    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final int PAGES = 64;

    /**
     * @throws IllegalArgumentException if there is no server, too many, or a name that is not fit
     */
    public FederationSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty() || servers.size() > MAX_SERVERS) {
            throw new IllegalArgumentException("a federation has 1 to " + MAX_SERVERS + " servers");
        }
        List<String> problems = ServerNames.problems(servers);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        if (initializeWithin.isNegative() || listWithin.isNegative() || mostPages < 1) {
            throw new IllegalArgumentException("times and numbers of pages must be positive");
        }
    }

    /** Whether only servers tell it from another. */
    boolean isLike(FederationSettings other) {
        return prefix == other.prefix
                && initializeWithin.equals(other.initializeWithin)
                && listWithin.equals(other.listWithin)
                && mostPages == other.mostPages
                && gatewayName.equals(other.gatewayName)
                && gatewayVersion.equals(other.gatewayVersion);
    }

    /** With the usual times: ten seconds each, and at most 64 pages. */
    public static FederationSettings of(
            List<String> servers, PrefixMode prefix, String gatewayName, String gatewayVersion) {
        return new FederationSettings(
                servers, prefix, WITHIN, WITHIN, PAGES, gatewayName, gatewayVersion);
    }
}
