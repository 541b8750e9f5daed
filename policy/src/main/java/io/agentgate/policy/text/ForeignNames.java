package io.agentgate.policy.text;

import io.agentgate.policy.NamePattern;
import io.agentgate.policy.Names;
import io.agentgate.policy.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of names of dialects in which only a {@code *} at the end stands for other characters. */
final class ForeignNames {
    private ForeignNames() {}

    /** The names under a key: all where there are none; null where none of them can match. */
    static @Nullable Names read(TableReader table, String key, List<Problem> warnings) {
        List<TableReader.Listed> listed = table.texts(key);
        if (listed.isEmpty()) {
            return Names.ANY;
        }
        List<NamePattern> patterns = new ArrayList<>();
        for (TableReader.Listed each : listed) {
            int star = each.text().indexOf('*');
            if (each.text().isEmpty()) {
                table.report(each.at(), "`" + key + "` holds an empty string");
            } else if (star >= 0 && star < each.text().length() - 1) {
                warnings.add(
                        new Problem(
                                each.at(),
                                "`"
                                        + each.text()
                                        + "` is for no name: in this dialect only a `*` at the end"
                                        + " is a wildcard"));
            } else {
                patterns.add(new NamePattern(each.text()));
            }
        }
        return patterns.isEmpty() ? null : new Names(patterns);
    }
}
