package io.agentgate.transports.upstream;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** One endpoint of a server, as all event loops know it. Thread safe. */
public final class Instance {
    private final UpstreamSettings settings;
    private final Contact contact;
    private final @Nullable Health health;

    private Instance(UpstreamSettings settings, Contact contact, @Nullable Health health) {
        this.settings = settings;
        this.contact = contact;
        this.health = health;
    }

    /** The only one of its server. */
    public static Instance only(UpstreamSettings settings, Reachability reachability) {
        return new Instance(settings, reachability, null);
    }

    static Instance oneOfSeveral(UpstreamSettings settings, Health health) {
        return new Instance(settings, health, health);
    }

    UpstreamSettings settings() {
        return settings;
    }

    Contact contact() {
        return contact;
    }

    /** Whether it takes nothing new; the only one always does. */
    public boolean isOut() {
        return health != null && health.isOut();
    }

    int inProgress() {
        return health == null ? 0 : health.inProgress();
    }

    /** What people call it: the URI without what may be secret. */
    static String name(URI uri) {
        return uri.getScheme()
                + "://"
                + (uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ':' + uri.getPort())
                + uri.getRawPath();
    }
}
