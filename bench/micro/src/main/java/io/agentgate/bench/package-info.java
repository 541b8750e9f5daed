/**
 * What one step of a call costs: scan, decision, redaction, record.
 *
 * <p>Run them with {@code ./mvnw -Pmicro -pl bench/micro -am verify -DskipTests}. Figures of a
 * shared machine are read side by side, never alone.
 */
@NullMarked
package io.agentgate.bench;

import org.jspecify.annotations.NullMarked;
