package io.agentgate.cli.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** A configuration in TOML. */
final class TomlText {
    private final Path file;

    private TomlText(Path file) {
        this.file = file;
    }

    static ConfigTable read(Path file, String text, Problems problems) {
        TomlText source = new TomlText(file);
        TomlParseResult toml = Toml.parse(text);
        for (TomlParseError error : toml.errors()) {
            problems.report(source.place(error.position()), String.valueOf(error.getMessage()));
        }
        return problems.isEmpty()
                ? source.table(toml, new Place.InFile(file, 1, 1))
                : new ConfigTable(new Place.InFile(file, 1, 1));
    }

    private ConfigTable table(TomlTable toml, Place at) {
        ConfigTable table = new ConfigTable(at);
        for (String key : toml.keySet()) {
            Place place = place(toml.inputPositionOf(List.of(key)));
            table.put(key, new ConfigTable.Entry(place, value(toml.get(List.of(key)), place)));
        }
        return table;
    }

    private @Nullable Object value(@Nullable Object toml, Place at) {
        return switch (toml) {
            case TomlTable inner -> table(inner, at);
            case TomlArray array -> list(array);
            case null, default -> toml;
        };
    }

    private ConfigList list(TomlArray array) {
        List<ConfigTable.Entry> list = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            Place place = place(array.inputPositionOf(i));
            list.add(new ConfigTable.Entry(place, value(array.get(i), place)));
        }
        return new ConfigList(list);
    }

    private Place place(@Nullable TomlPosition position) {
        return position == null
                ? new Place.InFile(file, 1, 1)
                : new Place.InFile(file, position.line(), position.column());
    }
}
