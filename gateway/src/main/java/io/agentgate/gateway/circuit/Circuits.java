package io.agentgate.gateway.circuit;

import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.call.Call;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The circuits of all tools that have failed; a tool without one has nothing against it. Thread
 * safe: one lock, held for well under a microsecond, covers them all and the reading of the clock,
 * so that time never runs backwards for a circuit.
 */
final class Circuits {
    private static final int DEFAULT_MAX_CIRCUITS = 10_000;

    private final CircuitSettings settings;
    private final LongSupplier nanoTime;
    private final int maxCircuits;

    /** Least recently used first. */
    private final Map<Tool, Circuit> circuits = new LinkedHashMap<>(16, 0.75f, true);

    /** One tool of one server. */
    private record Tool(String server, String name) {
        static Tool of(CallOrigin origin) {
            return new Tool(origin.server(), origin.tool());
        }
    }

    Circuits(CircuitSettings settings, LongSupplier nanoTime) {
        this(settings, nanoTime, DEFAULT_MAX_CIRCUITS);
    }

    Circuits(CircuitSettings settings, LongSupplier nanoTime, int maxCircuits) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.maxCircuits = maxCircuits;
    }

    /**
     * Asks whether a call may go.
     *
     * @return null if it may, or how long to wait before another try
     */
    synchronized @Nullable Duration admit(Call call) {
        Circuit circuit = circuits.get(Tool.of(call.origin()));
        if (circuit == null) {
            return null;
        }
        long wait = circuit.admit(call.decisionId(), nanoTime.getAsLong());
        return wait == 0 ? null : Duration.ofNanos(wait);
    }

    /** Returns whether this closed an open circuit. */
    synchronized boolean succeeded(Call call) {
        Circuit circuit = circuits.get(Tool.of(call.origin()));
        if (circuit == null) {
            return false;
        }
        boolean open = circuit.state() != CircuitState.CLOSED;
        circuit.succeeded(call.decisionId(), nanoTime.getAsLong());
        return open && circuit.state() == CircuitState.CLOSED;
    }

    /** Returns whether this opened a closed circuit. */
    synchronized boolean failed(Call call) {
        long now = nanoTime.getAsLong();
        Circuit circuit =
                circuits.computeIfAbsent(Tool.of(call.origin()), tool -> new Circuit(settings));
        boolean closed = circuit.state() == CircuitState.CLOSED;
        circuit.failed(call.decisionId(), call.startNanos(), now);
        if (circuits.size() > maxCircuits) {
            forgetSome(circuit, now);
        }
        return closed && circuit.state() == CircuitState.OPEN;
    }

    synchronized void withdrawn(Call call) {
        Circuit circuit = circuits.get(Tool.of(call.origin()));
        if (circuit != null) {
            circuit.withdrawn(call.decisionId());
        }
    }

    /**
     * Makes room beyond what is needed at once, so that a flood of new names pays for looking
     * through all circuits once in a while and not with every call.
     */
    private void forgetSome(Circuit newest, long now) {
        circuits.values().removeIf(circuit -> circuit != newest && circuit.isClean(now));
        int keep = Math.max(1, maxCircuits - maxCircuits / 100);
        forgetDownTo(keep, circuit -> circuit != newest && circuit.state() == CircuitState.CLOSED);
        forgetDownTo(keep, circuit -> circuit != newest);
    }

    private void forgetDownTo(int keep, Predicate<Circuit> forgettable) {
        Iterator<Circuit> leastRecentlyUsed = circuits.values().iterator();
        while (circuits.size() > keep && leastRecentlyUsed.hasNext()) {
            if (forgettable.test(leastRecentlyUsed.next())) {
                leastRecentlyUsed.remove();
            }
        }
    }

    /** Shows each circuit's tool and state, whatever its server. */
    synchronized void forEach(BiConsumer<String, CircuitState> visitor) {
        circuits.forEach((tool, circuit) -> visitor.accept(tool.name(), circuit.state()));
    }

    /** The states of a server's circuits that are not closed, by their tools. */
    synchronized Map<String, CircuitState> notClosed(String server) {
        Map<String, CircuitState> found = new HashMap<>();
        circuits.forEach(
                (tool, circuit) -> {
                    if (tool.server().equals(server) && circuit.state() != CircuitState.CLOSED) {
                        found.put(tool.name(), circuit.state());
                    }
                });
        return found;
    }

    synchronized int size() {
        return circuits.size();
    }
}
