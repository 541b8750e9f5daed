package io.agentgate.gateway.catalogue;

import io.agentgate.gateway.call.Guard;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The tools that servers listed last, to whomever they listed them. Thread safe.
 *
 * <p>A list in one page replaces what was known. Pages of several clients come in any order, so of
 * a server that has ever answered with pages, tools stay known until it says that they have
 * changed.
 */
public final class ToolCatalogue implements Guard {
    /** Most servers of which anything is kept. */
    static final int MAX_SERVERS = 512;

    /** Most tools of one server. */
    public static final int MAX_TOOLS = 500;

    /** Longest definition of a tool, in bytes. */
    public static final int MAX_DEFINITION = 64 << 10;

    /** Most bytes of all definitions of one server. */
    static final int MAX_BYTES = 1 << 20;

    /** Most bytes of all definitions. */
    static final long MAX_ALL_BYTES = 8 << 20;

    private static final int MAX_NAME = 128;

    private final Map<String, OfServer> servers = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * The tools of one server.
     *
     * @param leftOut how many it listed beyond what is kept
     */
    public record Tools(List<ListedTool> kept, int leftOut) {
        /** Of a server that has listed none. */
        public static final Tools NONE = new Tools(List.of(), 0);

        public Tools {
            kept = List.copyOf(kept);
        }
    }

    @Override
    public void onToolsListed(String server, Response list) {
        if (!(list.outcome() instanceof Response.Result(Span span))
                || (!servers.containsKey(server) && servers.size() >= MAX_SERVERS)) {
            return;
        }
        Value result = new Value(list.frame(), span);
        Value tools = result.member("tools");
        if (tools != null) {
            Value cursor = result.member("nextCursor");
            servers.computeIfAbsent(server, _ -> new OfServer())
                    .learn(tools, cursor != null && !cursor.isNull());
        }
    }

    @Override
    public void onToolsChanged(String server) {
        OfServer known = servers.remove(server);
        if (known != null) {
            known.clear();
        }
    }

    /** Nothing is kept but of these servers. */
    public void keepOnly(Set<String> names) {
        for (String server : List.copyOf(servers.keySet())) {
            if (!names.contains(server)) {
                onToolsChanged(server);
            }
        }
    }

    /** What a server listed last. */
    public Tools of(String server) {
        OfServer known = servers.get(server);
        return known == null ? Tools.NONE : known.tools();
    }

    /** The tools of one server, in the order in which it listed them. */
    private final class OfServer {
        private final Map<String, ListedTool> byName = new LinkedHashMap<>();
        private int length;
        private int leftOut;
        private boolean inPages;

        synchronized void learn(Value tools, boolean goesOn) {
            inPages |= goesOn;
            if (!inPages) {
                byName.clear();
                leftOut = 0;
                release(length);
            }
            tools.eachElement(this::learn);
        }

        private void learn(Value tool) {
            Value named = tool.member("name");
            String name = named == null ? null : named.text();
            if (name == null) {
                return;
            }
            ListedTool known = byName.get(name);
            if (name.length() > MAX_NAME || (known == null && byName.size() >= MAX_TOOLS)) {
                leftOut++;
                return;
            }
            if (known != null && known.definition() != null) {
                release(known.definition().length());
            }
            byName.put(name, kept(name, tool));
        }

        private ListedTool kept(String name, Value tool) {
            int size = tool.span().length();
            if (size > MAX_DEFINITION || size > MAX_BYTES - length || !reserve(size)) {
                return new ListedTool(name, null);
            }
            return new ListedTool(name, ListedTool.Definition.of(tool));
        }

        private boolean reserve(int size) {
            if (bytes.addAndGet(size) > MAX_ALL_BYTES) {
                bytes.addAndGet(-size);
                return false;
            }
            length += size;
            return true;
        }

        synchronized Tools tools() {
            return new Tools(List.copyOf(byName.values()), leftOut);
        }

        synchronized void clear() {
            byName.clear();
            release(length);
        }

        private void release(int freed) {
            length -= freed;
            bytes.addAndGet(-freed);
        }
    }
}
