package io.agentgate.policystore.proxies;

import io.agentgate.policystore.bundle.ProxyToken;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routes on which proxies tell of the servers behind them, and people look at them. */
@Path("/api/proxies")
public class ServersResource {
    private final ProxyToken token;
    private final ServersTold told;
    private final Vertx vertx;

    ServersResource(ProxyToken token, ServersTold told, Vertx vertx) {
        this.token = token;
        this.told = told;
        this.vertx = vertx;
    }

    @PUT
    @Path("{replica}/servers")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermitAll
    public Uni<Void> tell(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("replica") String replica,
            @Nullable String servers) {
        token.check(authorization);
        String name = Replica.checked(replica);
        // Away from the event loop: a long one takes its time.
        return vertx.executeBlocking(() -> SentServers.checked(servers), false)
                .chain(checked -> told.keep(new ProxyServers.View(name, now(), checked)));
    }

    @GET
    @Path("servers")
    @RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
    public Uni<List<ProxyServers.View>> all() {
        return told.heardOf(now());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
