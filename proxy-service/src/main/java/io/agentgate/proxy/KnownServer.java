package io.agentgate.proxy;

import io.agentgate.cluster.servers.ServersJson;
import io.agentgate.cluster.servers.ToldServer;
import io.agentgate.gateway.catalogue.KnownTools;
import io.agentgate.gateway.meter.ServerWatch;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/**
 * What this proxy tells of the server behind it: what was seen as messages passed. Asks the server
 * nothing.
 *
 * @param name what it is recorded under
 * @param endpoint its MCP endpoint
 */
record KnownServer(String name, URI endpoint, KnownTools tools, ServerWatch watch)
        implements Supplier<byte[]> {
    @Override
    public byte[] get() {
        ServerWatch.Seen seen = watch.seen(name);
        KnownTools.OfServer listed = tools.of(name);
        return ServersJson.write(
                List.of(
                        new ToldServer(
                                name,
                                new ToldServer.Target("http", withoutQuery()),
                                ServerWatch.word(seen.protocol(), seen.trouble()),
                                seen.protocol(),
                                seen.trouble(),
                                listed.tools(),
                                listed.leftOut())));
    }

    /** Some put their token there. */
    private String withoutQuery() {
        return endpoint.getScheme() + "://" + endpoint.getRawAuthority() + endpoint.getRawPath();
    }
}
