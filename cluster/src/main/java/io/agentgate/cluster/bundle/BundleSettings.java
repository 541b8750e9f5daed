package io.agentgate.cluster.bundle;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where a proxy gets its bundle, and who it is there.
 *
 * @param service address of the policy-service, without a path
 * @param replica the proxy's own name, unique in the cluster
 * @param version of the product, for reports
 * @param home existing directory for the copy of the last good bundle
 */
public record BundleSettings(
        URI service, ServiceToken token, String replica, String version, Path home) {
    private static final Pattern REPLICA = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public BundleSettings {
        if (service.getHost() == null
                || !("http".equals(service.getScheme()) || "https".equals(service.getScheme()))
                || service.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "the policy-service's address is not http://host:port or https://host:port");
        }
        if (!REPLICA.matcher(replica).matches()) {
            throw new IllegalArgumentException(
                    "the replica's name is not up to 63 letters, digits, dots, dashes and"
                            + " underscores");
        }
    }
}
