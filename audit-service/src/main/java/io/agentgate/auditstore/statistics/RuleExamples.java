package io.agentgate.auditstore.statistics;

import io.agentgate.gateway.statistics.Group;
import io.agentgate.gateway.statistics.Period;
import io.agentgate.gateway.statistics.PeriodFigures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Some of the newest calls of a period that each rule decided; of the default, that it denied. */
final class RuleExamples {
    private static final String WITHIN =
            """
             and day between ? and ? and time >= ? and time < ?
            order by time desc, decision_id desc limit ?\
            """;

    private static final String OF_RULES =
            "select asked.rule, found.decision_id from unnest(?) as asked (rule), lateral (select"
                    + " time, decision_id from call where call.rule = asked.rule"
                    + WITHIN
                    + ") as found order by found.time desc, found.decision_id desc";

    /** An index has just these. */
    private static final String OF_DEFAULT =
            "select '', decision_id from call where rule is null and decision = 'denied'" + WITHIN;

    private final Connection connection;
    private final Period period;

    RuleExamples(Connection connection, Period period) {
        this.connection = connection;
        this.period = period;
    }

    /** The same groups with their examples. */
    List<Group> of(List<Group> groups) throws SQLException {
        Map<String, List<String>> examples = new HashMap<>();
        Object[] rules = groups.stream().map(Group::name).filter(Objects::nonNull).toArray();
        try (PreparedStatement ofRules = connection.prepareStatement(OF_RULES);
                PreparedStatement ofDefault = connection.prepareStatement(OF_DEFAULT)) {
            ofRules.setArray(1, connection.createArrayOf("text", rules));
            read(ofRules, 2, examples);
            read(ofDefault, 1, examples);
        }
        return groups.stream()
                .map(
                        group ->
                                group.withExamples(
                                        examples.getOrDefault(
                                                Objects.requireNonNullElse(group.name(), ""),
                                                List.of())))
                .toList();
    }

    private void read(PreparedStatement ask, int first, Map<String, List<String>> examples)
            throws SQLException {
        ask.setObject(first, LocalDate.ofInstant(period.since(), ZoneOffset.UTC));
        ask.setObject(first + 1, LocalDate.ofInstant(period.until(), ZoneOffset.UTC));
        ask.setObject(first + 2, period.since().atOffset(ZoneOffset.UTC));
        ask.setObject(first + 3, period.until().atOffset(ZoneOffset.UTC));
        ask.setInt(first + 4, PeriodFigures.MAX_EXAMPLES);
        try (ResultSet rows = ask.executeQuery()) {
            while (rows.next()) {
                examples.computeIfAbsent(rows.getString(1), fresh -> new ArrayList<>())
                        .add(rows.getString(2));
            }
        }
    }
}
