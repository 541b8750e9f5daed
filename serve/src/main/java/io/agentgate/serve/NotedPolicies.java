package io.agentgate.serve;

import io.agentgate.cli.composition.HomeNotes;
import io.agentgate.dashboard.Visitor;
import io.agentgate.gateway.PolicyStore;
import io.agentgate.policy.PolicyException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules of which every replacement is recorded, with who made it. */
record NotedPolicies(PolicyStore store, HomeNotes notes) implements PolicyStore {
    @Override
    public Version current() throws IOException {
        return store.current();
    }

    @Override
    public String replace(String text, @Nullable String expected)
            throws PolicyException, IOException {
        String before = store.current().revision();
        String revision = store.replace(text, expected);
        if (!revision.equals(before)) {
            notes.add(
                    "policy_replaced",
                    "revision "
                            + revision
                            + " in the place of "
                            + before
                            + " by "
                            + Visitor.current().name());
        }
        return revision;
    }

    @Override
    public List<Replaced> replaced() throws IOException {
        return store.replaced();
    }

    @Override
    public Optional<Version> replaced(String id) throws IOException {
        return store.replaced(id);
    }
}
