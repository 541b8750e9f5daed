package io.agentgate.cli.config;

import java.net.URI;
import java.util.List;

/**
 * Where a server is reached over HTTP: at one endpoint, or at several that serve the same.
 *
 * @param urls at least one
 * @param healthSeconds how often one that could not be reached is tried
 * @param retries how often a request that was lost may be sent again
 */
public record Endpoints(List<URI> urls, int healthSeconds, int retries) {
    static final int HEALTH_SECONDS = 10;
    static final int LONGEST_HEALTH_SECONDS = 3_600;
    static final int RETRIES = 1;
    static final int MOST_RETRIES = 5;
    static final int FEWEST = 2;
    static final int MOST = 16;

    public Endpoints {
        urls = List.copyOf(urls);
    }

    /** One endpoint. */
    public static Endpoints one(URI url) {
        return one(url, RETRIES);
    }

    /** One endpoint, and how often a request that was lost may be sent to it again. */
    public static Endpoints one(URI url, int retries) {
        return new Endpoints(List.of(url), HEALTH_SECONDS, retries);
    }

    /** The first, which is the only one as a rule. */
    public URI first() {
        return urls.getFirst();
    }
}
