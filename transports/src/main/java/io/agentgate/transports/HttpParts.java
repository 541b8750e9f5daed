package io.agentgate.transports;

import io.agentgate.gateway.Gatekeeper;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.session.Membership;
import io.agentgate.transports.session.SessionSeal;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway over HTTP is made of, beside its settings.
 *
 * @param membership this process among those that serve the same sessions
 * @param sinkLag how far behind the audit store is; read often, must be cheap
 * @param news takes a line for people when a server can be reached no more, or again; called on
 *     event loops
 * @param metrics gives the page of metrics in a format that an {@code Accept}, if any, asks for;
 *     null where they are shown elsewhere
 */
public record HttpParts(
        Gatekeeper gatekeeper,
        Authentication authentication,
        SessionSeal seal,
        Membership membership,
        Supplier<Duration> sinkLag,
        Consumer<String> news,
        @Nullable Function<@Nullable String, MetricsPage> metrics) {}
