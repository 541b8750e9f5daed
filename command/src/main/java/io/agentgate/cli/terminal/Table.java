package io.agentgate.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table for people: columns as wide as their content, made inert for the terminal. */
public final class Table {
    private static final int MAX_CELL = 100;

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... header) {
        row(header);
    }

    /** Adds a row; cells are cut to a sensible width. */
    public void row(String... cells) {
        List<String> row = new ArrayList<>(cells.length);
        for (String cell : cells) {
            row.add(fitted(cell));
        }
        rows.add(row);
    }

    /** What agents and servers wrote could hold terminal control sequences. */
    public static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> isHarmless(c) ? c : '\uFFFD')
                .forEach(printable::appendCodePoint);
        return printable.toString();
    }

    private static boolean isHarmless(int character) {
        int type = Character.getType(character);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    private static String fitted(String cell) {
        String printable = printable(cell);
        return printable.length() <= MAX_CELL
                ? printable
                : printable.substring(0, MAX_CELL - 1) + "…";
    }

    /** How a cell looks; its width is that of its text. */
    @FunctionalInterface
    public interface Style {
        /** The cell with what makes it look so. */
        String of(int column, String cell);
    }

    /** Prints the header, a line, and the rows. */
    public void print(PrintWriter out) {
        print(out, (column, cell) -> cell);
    }

    /** Prints the header, a line, and the rows in a style. */
    public void print(PrintWriter out, Style style) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = rows.get(r).get(i);
                line.append(r == 0 ? cell : style.of(i, cell));
                if (i < columns - 1) {
                    line.repeat(' ', widths[i] - cell.length() + 2);
                }
            }
            out.println(line);
            if (r == 0) {
                StringBuilder rule = new StringBuilder();
                for (int i = 0; i < columns; i++) {
                    rule.repeat('-', widths[i]).append(i < columns - 1 ? "  " : "");
                }
                out.println(rule);
            }
        }
        out.flush();
    }
}
