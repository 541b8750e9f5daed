package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.statistics.CallStatistics;
import io.agentgate.gateway.statistics.Group;
import io.agentgate.gateway.statistics.Period;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Some of the newest calls of a period that each rule decided; of the default, that it denied. */
final class RuleExamples {
    private static final String OF_RULE =
            """
            SELECT decision_id FROM calls INDEXED BY calls_by_rule
            WHERE rule = ? AND time >= ? AND time < ? ORDER BY time DESC LIMIT ?\
            """;

    /** Among the newest denials only: nobody knows how many more there are before one is found. */
    private static final String OF_DEFAULT =
            """
            SELECT decision_id FROM (
              SELECT decision_id, rule FROM calls INDEXED BY calls_by_status
              WHERE status = ? AND time >= ? AND time < ? ORDER BY time DESC LIMIT 1000)
            WHERE rule IS NULL LIMIT ?\
            """;

    private final Connection connection;
    private final Period period;

    RuleExamples(Connection connection, Period period) {
        this.connection = connection;
        this.period = period;
    }

    /** The same groups with their examples. */
    List<Group> of(List<Group> groups) throws SQLException {
        List<Group> all = new ArrayList<>();
        try (PreparedStatement ofRule = connection.prepareStatement(OF_RULE);
                PreparedStatement ofDefault = connection.prepareStatement(OF_DEFAULT)) {
            for (Group group : groups) {
                String rule = group.name();
                all.add(
                        group.withExamples(
                                rule == null
                                        ? examples(ofDefault, CallStatus.DENIED.word())
                                        : examples(ofRule, rule)));
            }
        }
        return all;
    }

    private List<String> examples(PreparedStatement statement, String name) throws SQLException {
        statement.setString(1, name);
        statement.setString(2, StoredForm.time(period.since()));
        statement.setString(3, StoredForm.time(period.until()));
        statement.setInt(4, CallStatistics.MAX_EXAMPLES);
        List<String> ids = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }
}
