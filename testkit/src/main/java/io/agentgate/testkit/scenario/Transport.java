package io.agentgate.testkit.scenario;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way for messages to reach the gateway and to go on from there. */
public interface Transport {

    /**
     * Plays a scenario with a gateway, a session and a store of its own.
     *
     * @param scratch an empty directory
     */
    Played play(Scenario scenario, Path scratch) throws Exception;

    /**
     * Why a scenario means nothing over this transport, so that it is not played; null if it is.
     */
    default @Nullable String whyNot(Scenario scenario) {
        return needsStatelessClient(scenario);
    }

    /** What speaks against a scenario where the client is one of the handshake era. */
    static @Nullable String needsStatelessClient(Scenario scenario) {
        return scenario.isStateless() ? "it needs a client of the stateless era" : null;
    }

    /**
     * What was seen; the members are those of {@link Scenario}.
     *
     * @param client what came upon each message; what came after the end belongs to the last
     */
    record Played(List<List<String>> client, List<String> upstream, List<AuditRow> audit) {}
}
