package io.agentgate.serve;

import io.agentgate.cli.keys.KeyCabinet;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.dashboard.KeyDesk;
import io.agentgate.dashboard.RefusedException;
import io.agentgate.dashboard.Visitor;
import io.agentgate.protocol.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The API keys of a home on its dashboard. */
record HomeKeys(KeyCabinet cabinet) implements KeyDesk {
    @Override
    public JsonWriter all() throws RefusedException {
        try {
            return cabinet.all();
        } catch (CommandException unusable) {
            throw refused(unusable);
        }
    }

    @Override
    public JsonWriter create(String caller, @Nullable String expires) throws RefusedException {
        try {
            return cabinet.create(caller, expires, Visitor.current().name());
        } catch (CommandException refused) {
            throw refused(refused);
        }
    }

    @Override
    public void revoke(String id) throws RefusedException {
        try {
            cabinet.revoke(id, Visitor.current().name());
        } catch (CommandException refused) {
            throw refused(refused);
        }
    }

    private static RefusedException refused(CommandException why) {
        return new RefusedException(
                why.exitCode() == ExitCode.USAGE ? 400 : 500, String.valueOf(why.getMessage()));
    }
}
