package io.agentgate.cli.config;

import io.agentgate.gateway.call.Timeouts;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of a server's table that say how long its answers are waited for. */
final class TimeoutKeys {
    static final String USUAL = "timeout_seconds";
    static final String OF_TOOLS = "tool_timeout_seconds";

    private final ConfigFile file;
    private final String of;

    /**
     * @param of what the table is called in messages
     */
    TimeoutKeys(ConfigFile file, String of) {
        this.file = file;
        this.of = of;
    }

    Timeouts read(@Nullable ConfigTable table) {
        if (table == null) {
            return Timeouts.USUAL;
        }
        return Timeouts.ofSeconds(
                table.contains(USUAL) ? seconds(table, USUAL, USUAL) : Timeouts.LONGEST_SECONDS,
                ofTools(table));
    }

    private Map<String, Integer> ofTools(ConfigTable table) {
        Map<String, Integer> seconds = new LinkedHashMap<>();
        Object value = table.get(OF_TOOLS);
        if (value == null) {
            return seconds;
        }
        String key = "`" + of + "." + OF_TOOLS + "`";
        if (!(value instanceof ConfigTable tools)) {
            file.report(table.placeOf(OF_TOOLS), key + " must be a table of tools and seconds");
            return seconds;
        }
        if (tools.keys().size() > Timeouts.MAX_TOOLS) {
            file.report(
                    table.placeOf(OF_TOOLS),
                    key + " must name at most " + Timeouts.MAX_TOOLS + " tools");
            return seconds;
        }
        for (String tool : tools.keys()) {
            seconds.put(tool, seconds(tools, tool, OF_TOOLS));
        }
        return seconds;
    }

    private int seconds(ConfigTable table, String key, String called) {
        if (table.get(key) instanceof Long number
                && number >= 1
                && number <= Timeouts.LONGEST_SECONDS) {
            return Math.toIntExact(number);
        }
        file.report(
                table.placeOf(key),
                "`"
                        + of
                        + "."
                        + called
                        + "` must be whole seconds from 1 to "
                        + Timeouts.LONGEST_SECONDS
                        + (called.equals(key) ? "" : ", and a name with dots in quotes"));
        return Timeouts.LONGEST_SECONDS;
    }
}
