package io.agentgate.dashboardservice.household;

import io.agentgate.protocol.JsonWriter;
import java.net.URI;
import java.util.concurrent.Callable;

/** How clients get to the proxies: nothing of ours runs on the machine of whoever looks. */
public record WayIn(URI publicUrl) implements Callable<JsonWriter> {
    @Override
    public JsonWriter call() {
        String base = publicUrl.toString().replaceFirst("/+$", "");
        JsonWriter json = new JsonWriter().beginObject();
        json.name("endpoint").value(base + "/mcp").name("problem").nullValue();
        json.name("launcher").nullValue();
        return json.name("clients").beginArray().endArray().endObject();
    }
}
