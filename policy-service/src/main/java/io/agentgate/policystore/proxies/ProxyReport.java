package io.agentgate.policystore.proxies;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a proxy last said about the bundle it decides by. */
@Entity
@Table(name = "proxy_report")
public class ProxyReport {
    @Id private String replica;
    private Instant seen;
    private long revision;
    private boolean applied;
    private @Nullable String problem;
    private String version;

    @SuppressWarnings("NullAway.Init")
    protected ProxyReport() {}

    ProxyReport(View view) {
        this.replica = view.replica();
        this.seen = view.seen();
        this.revision = view.revision();
        this.applied = view.applied();
        this.problem = view.problem();
        this.version = view.version();
    }

    View view() {
        return new View(replica, seen, revision, applied, problem, version);
    }

    /** The report as it is shown. */
    public record View(
            String replica,
            Instant seen,
            long revision,
            boolean applied,
            @Nullable String problem,
            String version) {}
}
