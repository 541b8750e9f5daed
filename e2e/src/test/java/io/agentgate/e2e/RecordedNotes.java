package io.agentgate.e2e;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The notes in the records of a home. */
public final class RecordedNotes {
    private RecordedNotes() {}

    /** The details of those of a kind, oldest first. */
    public static List<String> of(Path home, String kind) {
        List<String> details = new ArrayList<>();
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + home.resolve("agentgate.db"));
                var asked =
                        connection.prepareStatement(
                                "SELECT detail FROM events WHERE kind = ? ORDER BY time")) {
            asked.setString(1, kind);
            try (var found = asked.executeQuery()) {
                while (found.next()) {
                    details.add(found.getString(1));
                }
            }
        } catch (SQLException unreadable) {
            throw new AssertionError(unreadable);
        }
        return details;
    }
}
