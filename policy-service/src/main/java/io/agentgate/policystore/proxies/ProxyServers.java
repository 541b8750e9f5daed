package io.agentgate.policystore.proxies;

import com.fasterxml.jackson.annotation.JsonRawValue;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** What a proxy last told of the servers behind it. */
@Entity
@Table(name = "proxy_servers")
public class ProxyServers {
    @Id private String replica;
    private Instant told;
    private String servers;

    @SuppressWarnings("NullAway.Init")
    protected ProxyServers() {}

    ProxyServers(View view) {
        this.replica = view.replica();
        this.told = view.told();
        this.servers = view.servers();
    }

    View view() {
        return new View(replica, told, servers);
    }

    /**
     * What was told, as it is shown.
     *
     * @param servers an array of JSON that was {@linkplain SentServers checked}
     */
    public record View(String replica, Instant told, @JsonRawValue String servers) {}
}
