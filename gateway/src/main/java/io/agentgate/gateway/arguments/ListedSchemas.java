package io.agentgate.gateway.arguments;

import io.agentgate.protocol.Response;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that servers last listed for their tools, to whomever they listed them. Bounded: of a
 * server with more, those that were listed longest ago are forgotten. Thread safe.
 */
final class ListedSchemas {
    /** Most servers of which anything is kept. */
    static final int MAX_SERVERS = 512;

    /** Most tools of one server. */
    static final int MAX_TOOLS = 1_000;

    /** Longest schema that is used, in bytes. */
    static final int MAX_SCHEMA = 64 << 10;

    /** Most bytes of all schemas of one server. */
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_NAME = 128;

    private final ArgumentSchemas schemas;
    private final Map<String, OfServer> byServer = new ConcurrentHashMap<>();

    ListedSchemas(ArgumentSchemas schemas) {
        this.schemas = schemas;
    }

    /** Reads an answer to {@code tools/list}: one page, as the server gave it. */
    void learn(String server, Response list) {
        if (!(list.outcome() instanceof Response.Result(Span result))) {
            return;
        }
        if (!byServer.containsKey(server) && byServer.size() >= MAX_SERVERS) {
            return;
        }
        Value tools = new Value(list.frame(), result).member("tools");
        if (tools != null) {
            OfServer known = byServer.computeIfAbsent(server, _ -> new OfServer(schemas));
            tools.eachElement(tool -> learn(known, tool));
        }
    }

    private static void learn(OfServer known, Value tool) {
        Value named = tool.member("name");
        String name = named == null ? null : named.text();
        if (name != null && name.length() <= MAX_NAME) {
            known.put(name, tool.member("inputSchema"));
        }
    }

    /** The server has other tools now. */
    void forget(String server) {
        byServer.remove(server);
    }

    /** Nothing is kept but of these. */
    void keepOnly(Set<String> servers) {
        byServer.keySet().retainAll(servers);
    }

    /** The schema of a tool; null if its server has not listed it. */
    @Nullable ListedSchema of(String server, String tool) {
        OfServer known = byServer.get(server);
        return known == null ? null : known.get(tool);
    }

    /** The tools of one server, those listed last at the end. */
    private static final class OfServer {
        private final ArgumentSchemas schemas;
        private final Map<String, ListedSchema> byTool = new LinkedHashMap<>();
        private int bytes;

        OfServer(ArgumentSchemas schemas) {
            this.schemas = schemas;
        }

        synchronized void put(String tool, @Nullable Value schema) {
            byte[] source =
                    schema == null || schema.span().length() > MAX_SCHEMA ? null : schema.bytes();
            ListedSchema before = byTool.remove(tool);
            if (before != null) {
                bytes -= before.length();
            }
            ListedSchema now =
                    before != null && source != null && Arrays.equals(before.source(), source)
                            ? before
                            : new ListedSchema(source, schema != null, schemas);
            byTool.put(tool, now);
            bytes += now.length();
            Iterator<ListedSchema> eldest = byTool.values().iterator();
            while (bytes > MAX_BYTES || byTool.size() > MAX_TOOLS) {
                bytes -= eldest.next().length();
                eldest.remove();
            }
        }

        synchronized @Nullable ListedSchema get(String tool) {
            return byTool.get(tool);
        }
    }
}
