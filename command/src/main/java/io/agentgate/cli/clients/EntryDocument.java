package io.agentgate.cli.clients;

import io.agentgate.cli.splice.SourceText;
import io.agentgate.cli.splice.Splice;
import io.agentgate.cli.splice.UnifiedDiff;
import io.agentgate.cli.terminal.CommandException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file with entries, as text that they are put into and taken out of. */
public sealed interface EntryDocument permits JsonEntries, TomlEntries {

    /**
     * Reads a file of entries.
     *
     * @throws CommandException if it does not parse or holds something else where entries should be
     */
    static EntryDocument read(SourceText source, boolean toml) throws CommandException {
        return toml ? TomlEntries.read(source) : JsonEntries.read(source);
    }

    SourceText source();

    /** Everything in the file, as plain values. */
    Map<String, Object> plain();

    /** The names of the entries in an object; none where there is no such object. */
    List<String> names(List<String> container) throws CommandException;

    /** The entry as it is written, or null. */
    @Nullable String raw(Slot slot) throws CommandException;

    /** Whether somebody's comments stand in the entry. */
    boolean hasComments(Slot slot) throws CommandException;

    /** Adds an entry that is not there yet. */
    List<Splice> insert(Slot slot, Map<String, Object> entry) throws CommandException;

    /** Puts an entry in the place of one that is there. */
    List<Splice> replace(Slot slot, Map<String, Object> entry) throws CommandException;

    /** Puts an entry, as it was once written, in the place of one that is there. */
    List<Splice> restore(Slot slot, String raw) throws CommandException;

    /** Takes entries out, and what is left empty of what was made for them. */
    List<Splice> remove(List<Slot> slots) throws CommandException;

    /**
     * Puts words in front of an entry's command.
     *
     * @param launcher the command that takes its place
     * @param words the launcher's arguments, before the command that was there
     */
    List<Splice> prefix(Slot slot, String launcher, List<String> words) throws CommandException;

    /** The text with its secrets covered, in the same lines. */
    String masked();

    /** How this became another text, for people. */
    default String diffTo(EntryDocument after) {
        return UnifiedDiff.of(source().text(), after.source().text(), masked(), after.masked());
    }
}
