package io.agentgate.policy;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a policy itself says that tools do, which goes before what their servers say. Of several
 * lists that a tool is in, that of the most dangerous operation holds.
 *
 * @param tools names of tools, by what these do
 */
public record OperationNames(Map<Operation, Names> tools) {
    /** Nothing is said of any tool. */
    public static final OperationNames NONE = new OperationNames(Map.of());

    public OperationNames {
        tools =
                Collections.unmodifiableMap(
                        tools.isEmpty() ? new EnumMap<>(Operation.class) : new EnumMap<>(tools));
    }

    /**
     * What a request does; null where nobody says it.
     *
     * @param hints what the server says of a tool; null where it says nothing
     */
    public @Nullable Operation of(Target target, @Nullable ToolHints hints) {
        if (!target.isToolCall()) {
            // What a client asks for is read; what a server asks for is none of these.
            return target.method().isOfServer() ? null : Operation.READ;
        }
        Operation named = named(target.name());
        if (named != null) {
            return named;
        }
        return hints == null ? null : Operation.of(hints);
    }

    private @Nullable Operation named(String tool) {
        Operation worst = null;
        for (Map.Entry<Operation, Names> each : tools.entrySet()) {
            // In the order of their danger.
            if (each.getValue().matches(tool)) {
                worst = each.getKey();
            }
        }
        return worst;
    }
}
