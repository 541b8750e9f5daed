package io.agentgate.cli.audit;

import io.agentgate.cli.terminal.Table;
import io.agentgate.embedded.sqlite.ChainFlaw;
import io.agentgate.embedded.sqlite.StoreVerdict;
import io.agentgate.gateway.journal.JournalFlaw;
import io.agentgate.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found, for people and for scripts.
 *
 * @param journals how many journals were looked at
 * @param records how many records in them were whole
 */
record Report(StoreVerdict store, List<JournalFlaw> journalFlaws, int journals, long records) {

    boolean isWhole() {
        return store.isWhole() && journalFlaws.isEmpty();
    }

    void print(Consumer<String> lines) {
        for (JournalFlaw flaw : journalFlaws) {
            line(
                    lines,
                    "broken: journal of writer "
                            + flaw.writer()
                            + ", segment "
                            + flaw.segment()
                            + ", record "
                            + flaw.sequence()
                            + ": "
                            + flaw.detail());
        }
        for (ChainFlaw flaw : store.flaws()) {
            line(lines, flaw.kind().word().replace('_', ' ') + ": " + place(flaw) + flaw.detail());
        }
        long more = store.broken() - store.flaws().size();
        if (more > 0) {
            line(lines, "and " + more + " more flaws");
        }
        if (isWhole() && store.isEmpty()) {
            lines.accept(
                    records == 0
                            ? "nothing to verify yet: no calls are recorded"
                            : "no events are in the database yet");
            if (records == 0) {
                return;
            }
        } else {
            counts(lines);
        }
        line(lines, records + " records in " + journals + " journals whole");
    }

    private void counts(Consumer<String> lines) {
        line(
                lines,
                store.events()
                        + " events of "
                        + store.writers()
                        + " writers verified, "
                        + store.pruned()
                        + " pruned, "
                        + store.before()
                        + " before the chain");
    }

    private static String place(ChainFlaw flaw) {
        StringBuilder place = new StringBuilder();
        part(place, "writer ", flaw.writer().isEmpty() ? null : flaw.writer());
        part(place, "event ", flaw.seq() == 0 ? null : String.valueOf(flaw.seq()));
        part(place, "id ", flaw.id());
        part(place, "", flaw.time());
        return place.isEmpty() ? "" : place + ": ";
    }

    private static void part(StringBuilder place, String name, @Nullable String value) {
        if (value != null) {
            place.append(place.isEmpty() ? "" : ", ").append(name).append(value);
        }
    }

    /** Words of a changed record may hold anything. */
    private static void line(Consumer<String> lines, String line) {
        lines.accept(Table.printable(line));
    }

    String json() {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("whole").value(isWhole());
        json.name("events").value(store.events());
        json.name("writers").value(store.writers());
        json.name("pruned").value(store.pruned());
        json.name("before_chain").value(store.before());
        json.name("broken").value(store.broken());
        json.name("flaws").beginArray();
        for (ChainFlaw flaw : store.flaws()) {
            json.beginObject().name("kind").value(flaw.kind().word());
            json.name("writer").value(flaw.writer());
            json.name("seq").value(flaw.seq());
            text(json.name("id"), flaw.id());
            text(json.name("time"), flaw.time());
            json.name("detail").value(flaw.detail()).endObject();
        }
        json.endArray();
        json.name("journals").value(journals);
        json.name("journal_records").value(records);
        json.name("journal_flaws").beginArray();
        for (JournalFlaw flaw : journalFlaws) {
            json.beginObject().name("writer").value(flaw.writer());
            json.name("segment").value(flaw.segment().toString());
            json.name("sequence").value(flaw.sequence());
            json.name("detail").value(flaw.detail()).endObject();
        }
        return new String(json.endArray().endObject().toBytes(), StandardCharsets.UTF_8);
    }

    private static void text(JsonWriter json, @Nullable String text) {
        if (text == null) {
            json.nullValue();
        } else {
            json.value(text);
        }
    }
}
