package io.agentgate.embedded.sqlite;

import io.agentgate.embedded.sqlite.Sealer.Purpose;
import io.agentgate.gateway.audit.CallDecision;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** The contents of events, looked up by their rows while a store is verified. */
final class StoredEvents {
    /** The version of the schema that brought a column; others are as old as the chain. */
    private static final Map<String, Integer> SINCE =
            Map.of("arguments_redacted_by", 3, "result_redacted_by", 3, "evaluation", 4);

    private final Mac payloads;
    private final Sealer sealer;
    private final PreparedStatement decided;
    private final PreparedStatement settled;
    private final PreparedStatement noted;
    private final PreparedStatement early;

    /**
     * @param payloads makes the proofs of payloads
     * @param version of the file, which is looked at as it is
     */
    StoredEvents(Connection connection, Mac payloads, Sealer sealer, int version)
            throws SQLException {
        this.payloads = payloads;
        this.sealer = sealer;
        Columns columns = new Columns(connection, version);
        this.decided =
                columns.select(
                        EventColumns.DECIDED,
                        List.of(
                                "arguments",
                                "status",
                                "settled_at",
                                "latency_nanos",
                                "outcome_reason",
                                "result",
                                "result_bytes",
                                "result_redacted_by",
                                "settled_seq"),
                        "calls");
        this.settled = columns.select(EventColumns.SETTLED, List.of("result"), "calls");
        this.noted = columns.select(EventColumns.NOTED, List.of(), "events");
        this.early = columns.select(EventColumns.SETTLED, List.of("result"), "early_outcomes");
    }

    /** The columns of a file of some version; those it has not yet are null. */
    private record Columns(Connection connection, int version) {
        PreparedStatement select(List<String> linked, List<String> more, String table)
                throws SQLException {
            String columns =
                    Stream.concat(linked.stream(), more.stream())
                            .map(this::column)
                            .collect(Collectors.joining(", "));
            return connection.prepareStatement(
                    "SELECT " + columns + " FROM " + table + " WHERE rowid = ?");
        }

        private String column(String name) {
            return SINCE.getOrDefault(name, 0) <= version ? name : "NULL AS " + name;
        }
    }

    StoredEvent of(ChainItem item) throws SQLException {
        return switch (item.kind()) {
            case DECIDED -> decided(item.row());
            case SETTLED -> settled(settled, item.row());
            case NOTED -> noted(item.row());
            case EARLY -> settled(early, item.row());
            case PRUNED, HEAD -> throw new IllegalArgumentException("no event");
        };
    }

    private StoredEvent decided(long at) throws SQLException {
        decided.setLong(1, at);
        try (ResultSet row = decided.executeQuery()) {
            row.next();
            String objection = payload(row, "arguments");
            return new StoredEvent(
                    Purpose.DECIDED,
                    columns(row, EventColumns.DECIDED),
                    row.getString("time"),
                    objection == null ? withoutOutcome(row) : objection);
        }
    }

    private StoredEvent settled(PreparedStatement select, long at) throws SQLException {
        select.setLong(1, at);
        try (ResultSet row = select.executeQuery()) {
            row.next();
            return new StoredEvent(
                    Purpose.SETTLED,
                    columns(row, EventColumns.SETTLED),
                    row.getString("settled_at"),
                    payload(row, "result"));
        }
    }

    private StoredEvent noted(long at) throws SQLException {
        noted.setLong(1, at);
        try (ResultSet row = noted.executeQuery()) {
            row.next();
            return new StoredEvent(
                    Purpose.NOTED, columns(row, EventColumns.NOTED), row.getString("time"), null);
        }
    }

    private static @Nullable Object[] columns(ResultSet row, List<String> names)
            throws SQLException {
        @Nullable Object[] values = new @Nullable Object[names.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.getObject(i + 1);
        }
        return values;
    }

    /** A text that is there must be the one its proof is of; one that was dropped has only that. */
    private @Nullable String payload(ResultSet row, String name) throws SQLException {
        String text = row.getString(name);
        return text == null || isProved(text, row, name)
                ? null
                : "the text of its " + name + " is not what was recorded";
    }

    private boolean isProved(String text, ResultSet row, String name) throws SQLException {
        byte[] kept = row.getBytes(name + "_kept");
        if (kept != null) {
            return MessageDigest.isEqual(EventColumns.kept(text, sealer), kept);
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(payloads.doFinal(utf8), row.getBytes(name + "_hmac"));
    }

    /** An outcome without a place in the chain can only be one that nobody recorded. */
    private static @Nullable String withoutOutcome(ResultSet row) throws SQLException {
        if (row.getObject("settled_seq") != null) {
            return null;
        }
        CallDecision decision = decision(row.getString("decision"));
        if (decision == null) {
            return "its decision is none";
        }
        String status = decision.statusUntilSettled().word();
        boolean closed = row.getString("settled_at") != null;
        boolean asItMust =
                status.equals(row.getString("status"))
                        && row.getObject("latency_nanos") == null
                        && row.getObject("result") == null
                        && row.getObject("result_bytes") == null
                        && row.getObject("result_redacted_by") == null
                        && (closed
                                ? !decision.isFinal()
                                        && AuditWriter.CLOSED_REASON.equals(
                                                row.getString("outcome_reason"))
                                : row.getObject("outcome_reason") == null);
        return asItMust ? null : "it has an outcome that was not recorded";
    }

    private static @Nullable CallDecision decision(@Nullable String word) {
        for (CallDecision decision : CallDecision.values()) {
            if (StoredForm.word(decision).equals(word)) {
                return decision;
            }
        }
        return null;
    }
}
