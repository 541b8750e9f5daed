package io.agentgate.transports;

import io.agentgate.gateway.Gatekeeper;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.session.SessionSeal;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a gateway over HTTP is made of, beside its settings.
 *
 * @param home names this process in session ids, at most 128 bytes
 * @param sinkLag how far behind the audit store is; read often, must be cheap
 * @param metrics what {@code /metrics} answers, in the Prometheus text format
 */
public record HttpParts(
        Gatekeeper gatekeeper,
        Authentication authentication,
        SessionSeal seal,
        String home,
        Supplier<Duration> sinkLag,
        Supplier<byte[]> metrics) {}
