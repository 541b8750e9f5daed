package io.agentgate.e2e;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The recorded calls are the rows of a home's database, as any SQLite program reads them. */
public final class RecordedCalls {
    private static final Pattern CALL = Pattern.compile("\"call\":\"([\\w-]+)\"");

    private RecordedCalls() {}

    /**
     * A row.
     *
     * @param call the call id that the test put into the arguments
     */
    public record Row(
            String call,
            String server,
            String tool,
            String decision,
            String status,
            boolean settled) {}

    public static List<Row> in(Path database) {
        List<Row> rows = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement();
                var found =
                        statement.executeQuery(
                                "SELECT arguments, server, tool, decision, status, settled_at FROM"
                                        + " calls ORDER BY time, decision_id")) {
            while (found.next()) {
                var call = CALL.matcher(String.valueOf(found.getString(1)));
                rows.add(
                        new Row(
                                call.find() ? call.group(1) : "",
                                found.getString(2),
                                found.getString(3),
                                found.getString(4),
                                found.getString(5),
                                found.getString(6) != null));
            }
        } catch (SQLException unreadable) {
            throw new IllegalStateException(unreadable);
        }
        return rows;
    }
}
