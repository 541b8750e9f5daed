package io.agentgate.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The environment variables that go before the configuration file. */
final class Variables {
    private Variables() {}

    /** Puts their values in the places of the file's. */
    static void over(ConfigTable table, Map<String, String> environment) {
        for (ConfigKey key : ConfigKeys.all()) {
            String variable = key.variable();
            String value = variable == null ? null : environment.get(variable);
            if (variable != null && value != null && !value.isBlank()) {
                put(table, key, new Place.Variable(variable), value.strip());
            }
        }
    }

    private static void put(ConfigTable root, ConfigKey key, Place place, String text) {
        ConfigTable table = root;
        String[] path = key.name().split("\\.");
        for (int i = 0; i < path.length - 1; i++) {
            ConfigTable inner = table.tableAt(path[i], place);
            if (inner == null) {
                // What is there instead of a table was told before.
                return;
            }
            table = inner;
        }
        table.put(path[path.length - 1], new ConfigTable.Entry(place, value(key, place, text)));
    }

    /** What is no such value stays text, and is refused where the key is read. */
    private static Object value(ConfigKey key, Place place, String text) {
        return switch (key.form()) {
            case ConfigKey.Form.Whole _ -> whole(text);
            case ConfigKey.Form.Truth _ ->
                    text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
            case ConfigKey.Form.Texts _ -> list(place, text);
            case ConfigKey.Form.Text _,
                    ConfigKey.Form.Word _,
                    ConfigKey.Form.NamedTexts _,
                    ConfigKey.Form.NamedWholes _,
                    ConfigKey.Form.Table _,
                    ConfigKey.Form.Tables _ ->
                    text;
        };
    }

    private static Object whole(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            return text;
        }
    }

    private static ConfigList list(Place place, String text) {
        List<ConfigTable.Entry> list = new ArrayList<>();
        for (String item : text.split(",")) {
            if (!item.isBlank()) {
                list.add(new ConfigTable.Entry(place, item.strip()));
            }
        }
        return new ConfigList(list);
    }
}
