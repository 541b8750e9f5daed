package io.agentgate.serve;

import io.agentgate.dashboard.PolicyRehearsal;
import io.agentgate.policy.PolicyException;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.rehearsal.Rehearsal;
import java.io.IOException;
import java.time.Instant;

/** What a dashboard asks of a text that would take the place of a policy file. */
record FileRehearsal(Rehearsal rehearsal) implements PolicyRehearsal {
    @Override
    public boolean isTested() {
        return true;
    }

    @Override
    public JsonWriter lint(String text) {
        return rehearsal.lint(text);
    }

    @Override
    public JsonWriter test(String text) {
        return rehearsal.test(text);
    }

    @Override
    public JsonWriter diff(String text, Instant since) throws PolicyException, IOException {
        return rehearsal.diff(text, since);
    }
}
