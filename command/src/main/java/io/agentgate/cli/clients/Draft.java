package io.agentgate.cli.clients;

import io.agentgate.cli.splice.SourceText;
import io.agentgate.cli.splice.Splice;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file's text with changes that are not written yet. */
public final class Draft {
    private final Snapshot snapshot;
    private final boolean toml;
    private final EntryDocument before;
    private final Set<Slot> touched = new LinkedHashSet<>();
    private EntryDocument now;
    private @Nullable String appended;

    private Draft(Snapshot snapshot, boolean toml, EntryDocument before) {
        this.snapshot = snapshot;
        this.toml = toml;
        this.before = before;
        this.now = before;
    }

    /** Begins with what a file holds; one that is not there holds nothing. */
    public static Draft of(Snapshot snapshot, boolean toml) throws CommandException {
        return new Draft(snapshot, toml, EntryDocument.read(snapshot.text(), toml));
    }

    /** The file as it was read. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** The text with the changes so far. */
    public EntryDocument now() {
        return now;
    }

    /** Whether anything is to be written. */
    public boolean isChanged() {
        return !now.source().text().equals(before.source().text());
    }

    /** The entries that changes were made to. */
    public Set<Slot> touched() {
        return touched;
    }

    /** Makes a change to an entry; none of anything else passes {@link #check}. */
    public void change(Slot slot, List<Splice> splices) throws CommandException {
        touched.add(slot);
        change(splices);
    }

    private void change(List<Splice> splices) throws CommandException {
        String text = Splice.apply(now.source().text(), splices);
        try {
            now = EntryDocument.read(now.source().with(text), toml);
        } catch (CommandException broken) {
            throw new CommandException(
                    ExitCode.INTERNAL,
                    "the changed text would not parse, nothing is written: " + broken.getMessage());
        }
    }

    /** Takes out a stretch of the text. */
    void cut(int start, int end) throws CommandException {
        change(List.of(new Splice(start, end, "")));
    }

    /**
     * Adds a table, as text behind all there is.
     *
     * @param key the name of the table or list it becomes part of
     */
    public void append(String key, String paragraph) throws CommandException {
        appended = key;
        SourceText source = now.source();
        change(List.of(Splice.at(source.text().length(), TomlEntries.appended(source, paragraph))));
    }

    /** Makes sure that everything else means what it meant. */
    void check() throws CommandException {
        Map<String, Object> was = before.plain();
        Map<String, Object> is = now.plain();
        touched.forEach(slot -> slot.removeFrom(was));
        touched.forEach(slot -> slot.removeFrom(is));
        if (appended != null) {
            was.remove(appended);
            is.remove(appended);
        }
        if (!was.equals(is)) {
            throw new CommandException(
                    ExitCode.INTERNAL,
                    "the change would reach beyond its entry in "
                            + snapshot.named()
                            + "; nothing is written");
        }
    }

    /** What is changed, for people; secrets are covered. */
    public String diff() throws CommandException {
        String name = snapshot.named().toString();
        String head = "--- " + (snapshot.exists() ? name : "/dev/null") + "\n+++ " + name + "\n";
        return head + before.diffTo(now);
    }
}
