package io.agentgate.cli.config;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of the environment variables that mean something. */
public final class ConfigVariables {
    private static final String PREFIX = "AGENTGATE_";

    /** Those that are no keys of a configuration. */
    private static final Set<String> OTHERS =
            Set.of(
                    "AGENTGATE_HOME",
                    "AGENTGATE_DASHBOARD",
                    "AGENTGATE_JAVA_HOME",
                    "AGENTGATE_JAVA_OPTS");

    private ConfigVariables() {}

    /** Those among these that look like ours and are none, sorted. */
    public static List<String> unknown(Collection<String> names) {
        Set<String> known =
                ConfigKeys.all().stream()
                        .map(ConfigKey::variable)
                        .filter(variable -> variable != null)
                        .collect(Collectors.toSet());
        return names.stream()
                .filter(name -> name.startsWith(PREFIX))
                .filter(name -> !known.contains(name) && !OTHERS.contains(name))
                .sorted()
                .toList();
    }
}
