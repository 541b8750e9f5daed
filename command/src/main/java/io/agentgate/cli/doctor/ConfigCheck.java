package io.agentgate.cli.doctor;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.ConfigPlace;
import io.agentgate.cli.config.ConfigVariables;
import io.agentgate.cli.config.Header;
import io.agentgate.cli.config.HeaderException;
import io.agentgate.cli.config.ListedServer;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Installation;
import io.agentgate.cli.terminal.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The check of the configuration, of the variables before it, and of those in it. */
final class ConfigCheck {
    private static final String FILE = "configuration";
    private static final String ENVIRONMENT = "environment";

    private final Home home;
    private final Map<String, String> environment;
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable Config config;

    ConfigCheck(Home home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    List<Finding> findings() {
        try {
            Path file = ConfigPlace.of(home);
            Config loaded = Config.load(home, null);
            config = loaded;
            findings.add(
                    Finding.ok(
                            FILE,
                            Files.exists(file)
                                    ? "configuration " + file
                                    : "no configuration file, defaults hold"));
            references(loaded);
        } catch (CommandException wrong) {
            findings.add(Finding.wrong(FILE, String.valueOf(wrong.getMessage()), cure()));
        }
        for (String unknown : ConfigVariables.unknown(environment.keySet())) {
            findings.add(
                    Finding.warning(
                            ENVIRONMENT,
                            "the variable " + unknown + " means nothing",
                            "see " + Installation.configReference() + " for those that do"));
        }
        return findings;
    }

    /** What was read; null if it cannot be. */
    @Nullable Config config() {
        return config;
    }

    private void references(Config loaded) {
        loaded.server().upstream().headers().forEach(header -> reference("upstream", header));
        for (ListedServer server : loaded.servers().listed()) {
            switch (server.way()) {
                case ListedServer.Way.Http(_, List<Header> headers, _) ->
                        headers.forEach(header -> reference(server.name(), header));
                case ListedServer.Way.Sse(_, List<Header> headers, _) ->
                        headers.forEach(header -> reference(server.name(), header));
                case ListedServer.Way.Command way -> {
                    way.words().forEach(word -> reference(server.name(), "its command", word));
                    server.env()
                            .forEach(
                                    (name, value) ->
                                            reference(server.name(), "its `" + name + "`", value));
                }
            }
        }
    }

    /** Where there are several files, none of them is wrong in itself. */
    private String cure() {
        List<Path> all = ConfigPlace.all(home);
        if (all.size() < 2) {
            boolean readable = all.isEmpty() || Files.isReadable(all.getFirst());
            return readable ? "correct the file" : "make it yours: chown, chmod 600";
        }
        String others = all.stream().skip(1).map(Path::toString).collect(Collectors.joining(" "));
        return "none of them is used, and nothing starts, until one is left; to keep "
                + all.getFirst()
                + ": rm "
                + others;
    }

    private void reference(String server, String where, String text) {
        try {
            Header.expanded(text, environment);
        } catch (HeaderException missing) {
            findings.add(
                    Finding.warning(
                            ENVIRONMENT,
                            server + ": " + where + " needs " + missing.getMessage(),
                            "set it where `agentgate wrap --server " + server + "` is started"));
        }
    }

    private void reference(String server, Header header) {
        try {
            header.expanded(environment);
        } catch (HeaderException missing) {
            findings.add(
                    Finding.warning(
                            ENVIRONMENT,
                            server + ": " + missing.getMessage(),
                            "set it where `agentgate serve` is started"));
        }
    }
}
