package io.agentgate.cli.connect;

import io.agentgate.cli.clients.Machine;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.protocol.JsonWriter;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How clients of this machine get to the gateway, for whoever shows it to people. */
public final class WayIn {
    private WayIn() {}

    /**
     * The endpoint of {@code serve} as {@code endpoint}, null with the reason as {@code problem}
     * where the configuration does not tell; our command as {@code launcher}; and {@code clients}
     * as {@code agentgate connect --json} lists them.
     */
    public static JsonWriter json(Config config, InstantSource clock) throws CommandException {
        Machine machine = Machine.ofProcess();
        String endpoint = null;
        String problem = null;
        try {
            endpoint = Endpoint.of(config.server());
        } catch (CommandException untold) {
            problem = String.valueOf(untold.getMessage());
        }
        JsonWriter json = new JsonWriter().beginObject();
        text(json.name("endpoint"), endpoint);
        text(json.name("problem"), problem);
        json.name("launcher").value(machine.launcher());
        new ClientList(machine, clock).write(json);
        return json.endObject();
    }

    private static void text(JsonWriter json, @Nullable String text) {
        if (text == null) {
            json.nullValue();
        } else {
            json.value(text);
        }
    }
}
