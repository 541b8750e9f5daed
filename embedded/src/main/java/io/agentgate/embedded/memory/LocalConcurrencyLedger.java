package io.agentgate.embedded.memory;

import io.agentgate.gateway.quota.ConcurrencyLedger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many calls are in flight in one process. */
public final class LocalConcurrencyLedger implements ConcurrencyLedger {
    /** Only those that are not zero. */
    private final Map<String, Long> counts = new HashMap<>();

    @Override
    public synchronized Admission admit(List<Claim> claims) {
        int counted = 0;
        for (Claim claim : claims) {
            if (counts.getOrDefault(claim.key(), 0L) >= claim.most()) {
                claims.subList(0, counted).forEach(this::forget);
                return new Admission.Full(claim);
            }
            counts.merge(claim.key(), 1L, Long::sum);
            counted++;
        }
        return new InFlight(claims);
    }

    private void forget(Claim claim) {
        counts.computeIfPresent(claim.key(), (key, count) -> count == 1 ? null : count - 1);
    }

    /** A call that is counted. */
    private final class InFlight implements Admission.Counted {
        private @Nullable List<Claim> claims;

        InFlight(List<Claim> claims) {
            this.claims = claims;
        }

        @Override
        public void over() {
            synchronized (LocalConcurrencyLedger.this) {
                if (claims != null) {
                    claims.forEach(LocalConcurrencyLedger.this::forget);
                    claims = null;
                }
            }
        }
    }
}
