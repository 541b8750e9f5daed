package io.agentgate.cli.composition;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.ConfigPlace;
import io.agentgate.cli.config.ServerConfig;
import io.agentgate.cli.config.UpstreamConfig;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.voice.Voice;
import io.agentgate.embedded.files.FileWatch;
import io.agentgate.gateway.journal.JournalSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The watch over the configuration of a running process: what it says anew holds at once where it
 * can, and no session notices. One that is wrong changes nothing.
 */
public final class Reconfiguring implements AutoCloseable {
    private final Home home;
    private final Path file;
    private final JournalSettings journal;
    private final Services services;
    private final Voice voice;
    private final @Nullable Adopter adopter;
    private final FileWatch watch;
    private Config current;

    /** Whoever can let other servers stand behind a running process. */
    public interface Adopter {
        /**
         * Lets the servers of a configuration stand there.
         *
         * @throws CommandException if one of them cannot; then all stays as it was
         */
        void adopt(Config config) throws CommandException;
    }

    /** A watch that has not begun, of a process whose one server stays. */
    public Reconfiguring(
            Home home, NamedFiles named, Config current, Services services, Voice voice)
            throws CommandException {
        this(home, named, current, services, voice, null);
    }

    /**
     * A watch that has not begun.
     *
     * @param named by the command line
     * @param current what the process began with
     * @param adopter takes other servers; null where the one there is stays
     */
    public Reconfiguring(
            Home home,
            NamedFiles named,
            Config current,
            Services services,
            Voice voice,
            @Nullable Adopter adopter)
            throws CommandException {
        this.adopter = adopter;
        this.home = home;
        Path asked = named.config();
        this.file = asked != null ? asked : ConfigPlace.of(home);
        this.journal = current.journal();
        this.current = current;
        this.services = services;
        this.voice = voice;
        this.watch = new FileWatch(file, "config-watch", this::changed);
    }

    /** Begins to look for changes. */
    public void start() {
        watch.start();
    }

    private void changed() {
        Config before = current;
        Config now;
        try {
            now = Config.reload(home, file, journal);
            if (adopter != null && !sameServers(before, now)) {
                adopter.adopt(now);
            }
        } catch (CommandException | RuntimeException wrong) {
            // Whatever it was, the watch goes on.
            voice.warn(
                    "configuration not reloaded, the old one stays in force\n"
                            + wrong.getMessage());
            services.gatekeeper().note("config_refused", String.valueOf(wrong.getMessage()));
            return;
        }
        current = now;
        if (now.equals(before)) {
            return;
        }
        services.reconfigure(now);
        List<String> late = late(before, now);
        String what =
                late.isEmpty()
                        ? "configuration reloaded"
                        : "configuration reloaded; what changed of "
                                + String.join(", ", late)
                                + " holds from the next start on";
        voice.info(what);
        services.gatekeeper().note("config_loaded", what);
    }

    /** What has changed and cannot be changed in a running process. */
    private List<String> late(Config before, Config now) {
        List<String> late = new ArrayList<>();
        compare(late, "db_path", before.database(), now.database());
        compare(late, "policy_path", before.policyPath(), now.policyPath());
        compare(late, "candidate_policy_path", before.candidatePath(), now.candidatePath());
        compare(late, "[journal]", before.journal(), now.journal());
        compare(late, "[server]", ofListener(before), ofListener(now));
        if (adopter == null && !sameServers(before, now)) {
            late.add("[upstream], [servers] and server_name");
        }
        compare(
                late,
                "metrics_port",
                before.watching().metricsPort(),
                now.watching().metricsPort());
        compare(
                late,
                "dashboard_port",
                before.watching().dashboardPort(),
                now.watching().dashboardPort());
        compare(
                late,
                "dashboard_api_key",
                before.watching().dashboardKey(),
                now.watching().dashboardKey());
        return late;
    }

    private static boolean sameServers(Config before, Config now) {
        return before.servers().equals(now.servers())
                && before.server().upstream().equals(now.server().upstream())
                && before.server().prefix().equals(now.server().prefix());
    }

    /** What clients meet, whatever is behind it. */
    private static ServerConfig ofListener(Config config) {
        ServerConfig server = config.server();
        return new ServerConfig(
                server.port(),
                server.bind(),
                server.allowOrigins(),
                server.apiKeyHeader(),
                UpstreamConfig.NONE,
                ServerConfig.DEFAULT.prefix(),
                server.streamMillis(),
                server.tls());
    }

    private static void compare(
            List<String> late, String name, @Nullable Object before, @Nullable Object now) {
        if (!Objects.equals(before, now)) {
            late.add(name);
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
