package io.agentgate.cli.config;

import io.agentgate.gateway.credential.UpstreamCredential;
import org.jspecify.annotations.Nullable;

/**
 * How a server by name is shown who asks, and reached, as a configuration describes it.
 *
 * @param tls how it is reached by https, or null for what Java trusts
 */
public record AccessConfig(UpstreamCredential credential, @Nullable TlsConfig tls) {
    /** Nothing is shown. */
    static final AccessConfig NONE = new AccessConfig(new UpstreamCredential.None(), null);
}
