package io.agentgate.cli.clients;

import io.agentgate.cli.splice.Masking;
import io.agentgate.cli.splice.SourceText;
import io.agentgate.cli.splice.Span;
import io.agentgate.cli.splice.Splice;
import io.agentgate.cli.splice.TomlDocument;
import io.agentgate.cli.splice.TomlStatement;
import io.agentgate.cli.splice.TomlWriting;
import io.agentgate.cli.terminal.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A TOML file with entries, each a table with a header of its own. */
record TomlEntries(SourceText source, TomlDocument document) implements EntryDocument {

    static TomlEntries read(SourceText source) throws CommandException {
        return new TomlEntries(source, TomlDocument.read(source));
    }

    @Override
    public Map<String, Object> plain() {
        return document.plain();
    }

    @Override
    public List<String> names(List<String> container) throws CommandException {
        Object at = plain();
        for (String step : container) {
            at = at instanceof Map<?, ?> map ? map.get(step) : null;
        }
        if (at == null) {
            return List.of();
        }
        if (!(at instanceof Map<?, ?> map)) {
            throw source.fault(
                    document.placeOf(container),
                    "`" + String.join(".", container) + "` must be a table");
        }
        return map.keySet().stream().map(String::valueOf).toList();
    }

    /** Where the entry stands: from its header to its last value; null where it is not. */
    private @Nullable Span block(Slot slot) throws CommandException {
        List<String> path = slot.path();
        int start = -1;
        int end = -1;
        boolean over = false;
        for (TomlStatement statement : document.statements()) {
            if (!isBelow(statement.path(), path)) {
                over = start >= 0;
                continue;
            }
            if (over || (start < 0 && !(statement instanceof TomlStatement.Header))) {
                throw source.fault(
                        statement.start(),
                        "`"
                                + slot
                                + "` is not written as one table with a header; change it by hand");
            }
            start = start < 0 ? statement.start() : start;
            end = statement.end();
        }
        return start < 0 ? null : new Span(start, end);
    }

    private static boolean isBelow(List<String> path, List<String> prefix) {
        return path.size() >= prefix.size() && path.subList(0, prefix.size()).equals(prefix);
    }

    private Span present(Slot slot) throws CommandException {
        Span block = block(slot);
        if (block == null) {
            throw source.fault(source.begin(), "there is no `" + slot + "`");
        }
        return block;
    }

    @Override
    public @Nullable String raw(Slot slot) throws CommandException {
        Span block = block(slot);
        return block == null ? null : source.text().substring(block.start(), block.end());
    }

    @Override
    public boolean hasComments(Slot slot) throws CommandException {
        Span block = block(slot);
        return block != null
                && document.comments().stream()
                        .anyMatch(c -> c.start() >= block.start() && c.end() <= block.end());
    }

    private String written(Slot slot, Map<String, Object> entry) {
        String header =
                slot.path().stream()
                        .map(TomlWriting::key)
                        .collect(Collectors.joining(".", "[", "]"));
        return entry.entrySet().stream()
                .map(e -> TomlWriting.key(e.getKey()) + " = " + TomlWriting.value(e.getValue()))
                .collect(Collectors.joining(source.lineEnd(), header + source.lineEnd(), ""));
    }

    @Override
    public List<Splice> insert(Slot slot, Map<String, Object> entry) throws CommandException {
        String container = slot.container().getFirst();
        names(List.of(container));
        for (TomlStatement statement : document.statements()) {
            if (statement instanceof TomlStatement.Pair pair
                    && pair.path().equals(List.of(container))) {
                throw source.fault(
                        pair.start(),
                        "`"
                                + container
                                + "` is written on one line; write it as ["
                                + container
                                + ".NAME] tables first");
            }
        }
        return List.of(Splice.at(source.text().length(), appended(source, written(slot, entry))));
    }

    /** A paragraph for the end of a text, with the blank line before it and the text's own end. */
    static String appended(SourceText source, String paragraph) {
        String lineEnd = source.lineEnd();
        if (source.isBlank()) {
            return paragraph + lineEnd;
        }
        boolean ended = source.text().endsWith("\n");
        return lineEnd + (ended ? "" : lineEnd) + paragraph + (ended ? lineEnd : "");
    }

    @Override
    public List<Splice> replace(Slot slot, Map<String, Object> entry) throws CommandException {
        return restore(slot, written(slot, entry));
    }

    @Override
    public List<Splice> restore(Slot slot, String raw) throws CommandException {
        Span block = present(slot);
        return List.of(new Splice(block.start(), block.end(), raw));
    }

    @Override
    public List<Splice> remove(List<Slot> slots) throws CommandException {
        List<Splice> splices = new ArrayList<>();
        for (Slot slot : slots) {
            splices.add(remove(present(slot)));
        }
        return splices;
    }

    /**
     * Takes a block out with its line's end, and the blank line before it or what was put there.
     */
    private Splice remove(Span block) {
        String text = source.text();
        int end = block.end();
        boolean last = end >= text.length();
        if (text.startsWith("\r\n", end)) {
            end += 2;
        } else if (text.startsWith("\n", end)) {
            end++;
        }
        int start = block.start();
        for (int line = 0; line < (last ? 2 : 1); line++) {
            if (text.substring(source.begin(), start).endsWith("\r\n")
                    && (last || text.substring(0, start).endsWith("\n\r\n"))) {
                start -= 2;
            } else if (text.substring(source.begin(), start).endsWith("\n")
                    && (last || text.substring(0, start).endsWith("\n\n"))) {
                start--;
            }
        }
        return new Splice(start, end, "");
    }

    @Override
    public List<Splice> prefix(Slot slot, String launcher, List<String> words)
            throws CommandException {
        List<String> path = slot.path();
        TomlStatement.Pair command = pair(path, "command");
        if (command == null
                || !(slot.in(plain()) instanceof Map<?, ?> entry)
                || !(entry.get("command") instanceof String program)) {
            throw source.fault(
                    document.placeOf(path),
                    "`" + slot + "` has no line `command = \"...\"` that could be changed");
        }
        List<String> all = new ArrayList<>(words);
        all.add(program);
        List<Splice> splices = new ArrayList<>();
        splices.add(new Splice(command.valueStart(), command.end(), TomlWriting.value(launcher)));
        TomlStatement.Pair arguments = pair(path, "args");
        if (arguments == null && entry.containsKey("args")) {
            throw source.fault(document.placeOf(path), "`args` of `" + slot + "` has no line");
        }
        splices.add(
                arguments == null
                        ? Splice.at(
                                command.end(),
                                source.lineEnd() + "args = " + TomlWriting.value(all))
                        : prepended(arguments, all));
        return splices;
    }

    private Splice prepended(TomlStatement.Pair arguments, List<String> words)
            throws CommandException {
        int inside = arguments.valueStart() + 1;
        if (source.text().charAt(arguments.valueStart()) != '[') {
            throw source.fault(arguments.start(), "`args` must be a list");
        }
        String list = TomlWriting.value(words);
        String inner = list.substring(1, list.length() - 1);
        if (arguments.strings().isEmpty()) {
            return Splice.at(inside, inner);
        }
        int first = arguments.strings().getFirst().start();
        String between = source.text().substring(inside, first);
        return between.isBlank() && between.indexOf('\n') >= 0
                ? Splice.at(
                        first,
                        words.stream()
                                .map(word -> TomlWriting.value(word) + "," + between)
                                .collect(Collectors.joining()))
                : Splice.at(inside, inner + ", ");
    }

    private TomlStatement.@Nullable Pair pair(List<String> table, String key) {
        List<String> path = new ArrayList<>(table);
        path.add(key);
        return document.pair(path);
    }

    @Override
    public String masked() {
        return Masking.of(document);
    }
}
