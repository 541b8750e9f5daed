package io.agentgate.cli.keys;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Nearest;
import io.agentgate.embedded.files.CallerKeyFile;
import io.agentgate.embedded.files.KeyFileException;
import io.agentgate.gateway.caller.ApiKey;
import io.agentgate.gateway.caller.CallerKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The file of API keys as commands use it: failures come with an exit code, ids with advice. */
final class StoredKeys {
    private final Home home;
    private final CallerKeyFile file;

    private StoredKeys(Home home) {
        this.home = home;
        this.file = new CallerKeyFile(home.callerKeys());
    }

    static StoredKeys ofProcess() {
        return of(Home.ofProcess());
    }

    static StoredKeys of(Home home) {
        return new StoredKeys(home);
    }

    List<CallerKey> all() throws CommandException {
        home.look();
        try {
            return file.read();
        } catch (KeyFileException unusable) {
            throw failure(unusable);
        }
    }

    void change(CallerKeyFile.Change<CommandException> change) throws CommandException {
        home.make();
        try {
            file.change(change);
        } catch (KeyFileException unusable) {
            throw failure(unusable);
        }
    }

    /** Takes a key back for good; gives what it was before. */
    CallerKey revoke(String id, Instant now) throws CommandException {
        List<CallerKey> revoked = new ArrayList<>();
        change(
                before -> {
                    List<CallerKey> keys = new ArrayList<>(before);
                    int at = indexOf(id, keys);
                    CallerKey key = keys.get(at);
                    keys.set(at, key.revokedAt(now));
                    revoked.add(key);
                    return keys;
                });
        return revoked.getFirst();
    }

    private static CommandException failure(KeyFileException unusable) {
        return new CommandException(
                unusable.getCause() == null ? ExitCode.CONFIG : ExitCode.IO,
                String.valueOf(unusable.getMessage()));
    }

    /**
     * The place of the key that a word names by its id, or by the whole key, as one has it at hand
     * that was found where it should not be.
     */
    static int indexOf(String word, List<CallerKey> keys) throws CommandException {
        ApiKey whole = ApiKey.parse(word);
        if (whole == null && word.startsWith(ApiKey.PREFIX)) {
            // Not repeated: it may be most of a key.
            throw new CommandException(
                    ExitCode.USAGE, "this is not a whole key; its id is the part in the middle");
        }
        String id = whole == null ? word : whole.id();
        return IntStream.range(0, keys.size())
                .filter(i -> keys.get(i).id().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(id, keys));
    }

    private static CommandException unknown(String id, List<CallerKey> keys) {
        String nearest = Nearest.of(id, keys.stream().map(CallerKey::id).toList());
        String advice =
                nearest == null
                        ? "; `agentgate keys list` shows all"
                        : "; did you mean `"
                                + nearest
                                + "` of "
                                + keys.stream()
                                        .filter(key -> key.id().equals(nearest))
                                        .map(key -> key.caller().name())
                                        .findFirst()
                                        .map(Objects::requireNonNull)
                                        .orElse("")
                                + "?";
        return new CommandException(ExitCode.USAGE, "there is no key `" + id + "`" + advice);
    }
}
