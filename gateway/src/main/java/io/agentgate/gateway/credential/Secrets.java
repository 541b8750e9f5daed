package io.agentgate.gateway.credential;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The secrets of one process, each read when it is first asked for. Thread safe. */
public final class Secrets {
    private final Map<String, String> environment;

    /** As many as settings name. */
    private final Map<SecretReference, Secret> known = new ConcurrentHashMap<>();

    /** Those of whose files it was said that they cannot be read. */
    private final Map<SecretReference, String> failing = new ConcurrentHashMap<>();

    /**
     * @param environment the variables of this process
     */
    public Secrets(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The secret at this place; reads, so not for an event loop. */
    public Secret open(SecretReference reference) throws SecretException {
        Secret before = known.get(reference);
        if (before != null) {
            return before;
        }
        Secret read = Secret.read(reference, environment);
        Secret other = known.putIfAbsent(reference, read);
        return other == null ? read : other;
    }

    /**
     * Reads files again; not for an event loop.
     *
     * @param problems hears once of each that cannot be read, and stays what it was
     */
    public void refresh(Consumer<String> problems) {
        known.forEach(
                (reference, secret) -> {
                    try {
                        secret.readAgain();
                        failing.remove(reference);
                    } catch (SecretException unreadable) {
                        String problem = unreadable.getMessage();
                        if (!problem.equals(failing.put(reference, problem))) {
                            problems.accept(problem);
                        }
                    }
                });
    }

    @Override
    public String toString() {
        return "Secrets" + known.keySet();
    }
}
