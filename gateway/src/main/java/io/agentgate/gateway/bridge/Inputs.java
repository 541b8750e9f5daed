package io.agentgate.gateway.bridge;

import io.agentgate.protocol.Id;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server needs to go on with a request (MCP 2026-07-28, basic/patterns/mrtr), until the
 * client has given all of it. Guarded by the lock of its link.
 */
final class Inputs {
    /** Most that one result may ask for. */
    static final int MAX_INPUTS = 64;

    /** Most bytes that the client may answer to one result. */
    static final int MAX_BYTES = 4 << 20;

    private final List<Wanted> wanted;
    private final byte @Nullable [] state;
    private final Map<Id, String> open = new LinkedHashMap<>();
    private final Map<String, byte[]> given = new LinkedHashMap<>();
    private long bytes;

    /**
     * One request for an input.
     *
     * @param key the server's name for it
     * @param params null if it has none
     */
    record Wanted(String key, String method, @Nullable Value params) {}

    private Inputs(List<Wanted> wanted, byte @Nullable [] state) {
        this.wanted = wanted;
        this.state = state;
    }

    /** What a result asks for; null if it does not say that in a way that can be understood. */
    static @Nullable Inputs of(Value result) {
        Value state = result.member("requestState");
        Value requests = result.member("inputRequests");
        boolean stated = state != null && state.text() != null;
        List<Wanted> wanted = new ArrayList<>();
        if (requests != null && !requests.isObject()) {
            return null;
        }
        if (requests != null) {
            for (Map.Entry<String, Value> each : requests.members().entrySet()) {
                Value method = each.getValue().member("method");
                Value params = each.getValue().member("params");
                if (method == null
                        || method.text() == null
                        || (params != null && !params.isObject())) {
                    return null;
                }
                wanted.add(new Wanted(each.getKey(), method.text(), params));
            }
        }
        boolean asksForSomething = stated || !wanted.isEmpty();
        return asksForSomething && wanted.size() <= MAX_INPUTS
                ? new Inputs(wanted, state != null && stated ? state.bytes() : null)
                : null;
    }

    List<Wanted> wanted() {
        return wanted;
    }

    /** The client is asked for one of them. */
    void asked(Wanted input, Id as) {
        open.put(as, input.key());
    }

    /**
     * The client gave one of them.
     *
     * @return false if it gave more than can be kept
     */
    boolean given(Id as, byte[] result) {
        String key = open.remove(as);
        if (key != null) {
            given.put(key, result);
            bytes += result.length;
        }
        return bytes <= MAX_BYTES;
    }

    boolean isComplete() {
        return open.isEmpty();
    }

    /** The ids of those that the client has not given. */
    Set<Id> open() {
        return Set.copyOf(open.keySet());
    }

    /** What the server is to hear. */
    Stamp.Input toServer() {
        return new Stamp.Input(given, state);
    }
}
