package io.agentgate.dashboardservice.policies;

import io.agentgate.dashboard.DryRun;
import io.agentgate.dashboard.PolicyRehearsal;
import io.agentgate.dashboardservice.remote.Peer;
import io.agentgate.policy.PolicyException;
import io.agentgate.protocol.JsonWriter;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

public final class ServiceRehearsal implements PolicyRehearsal, DryRun {
    public ServiceRehearsal(ServicePolicies texts, Peer audit, InstantSource clock) {}

    @Override
    public boolean isTested() {
        return false;
    }

    @Override
    public JsonWriter lint(String text) {
        return new JsonWriter()
                .beginObject()
                .name("errors")
                .beginArray()
                .endArray()
                .name("findings")
                .beginArray()
                .endArray()
                .endObject();
    }

    @Override
    public JsonWriter test(String text) {
        return new JsonWriter().beginObject().endObject();
    }

    @Override
    public JsonWriter diff(String text, Instant since) throws PolicyException, IOException {
        return new JsonWriter().beginObject().endObject();
    }

    @Override
    public String explain(String call) throws PolicyException, IOException {
        return "{}";
    }
}
