package io.agentgate.embedded.sqlite;

import java.util.List;

/**
 * One step of the schema, from the version before to its own. It only ever adds.
 *
 * @param oldestCompatible the oldest version whose programs can still read and write the file after
 *     this step
 */
record Migration(int version, int oldestCompatible, List<String> statements) {
    Migration {
        if (oldestCompatible > version) {
            throw new IllegalArgumentException("a version is compatible with itself");
        }
        statements = List.copyOf(statements);
    }
}
