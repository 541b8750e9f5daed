package io.agentgate.cli.splice;

import io.agentgate.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;

/** How a text differs from what it was, line by line, for people. */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;
    private static final int TAB = 4;

    private final List<String> before;
    private final List<String> after;
    private final List<String> shownBefore;
    private final List<String> shownAfter;
    private final List<Line> lines = new ArrayList<>();

    private UnifiedDiff(String before, String after, String shownBefore, String shownAfter) {
        this.before = before.lines().toList();
        this.after = after.lines().toList();
        this.shownBefore = withoutMark(shownBefore).lines().toList();
        this.shownAfter = withoutMark(shownAfter).lines().toList();
    }

    /** A line of both texts, or of one. */
    private record Line(char mark, String text) {}

    /**
     * The difference of two texts.
     *
     * @param shownBefore the text before, with its secrets covered, in the same lines
     * @param shownAfter the same afterwards
     */
    public static String of(String before, String after, String shownBefore, String shownAfter) {
        UnifiedDiff diff = new UnifiedDiff(before, after, shownBefore, shownAfter);
        diff.compare();
        return diff.text();
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Looks, at each line that differs, for the nearest that is the same again. */
    private void compare() {
        int old = 0;
        int now = 0;
        while (old < before.size() || now < after.size()) {
            if (isSame(old, now)) {
                add(' ', shownAfter, now, now + 1);
                old++;
                now++;
                continue;
            }
            int skipped = 0;
            int passed = 1;
            while (!isSame(old + skipped, now + passed) && !isEnd(old + skipped, now + passed)) {
                // All ways to leave out one line more than before, those of the old text last.
                boolean widen = passed == 0;
                passed = widen ? skipped + 1 : passed - 1;
                skipped = widen ? 0 : skipped + 1;
            }
            add('-', shownBefore, old, old + skipped);
            add('+', shownAfter, now, now + passed);
            old += skipped;
            now += passed;
        }
    }

    private boolean isSame(int old, int now) {
        return old < before.size() && now < after.size() && before.get(old).equals(after.get(now));
    }

    private boolean isEnd(int old, int now) {
        return old == before.size() && now == after.size();
    }

    private void add(char mark, List<String> shown, int from, int to) {
        for (int i = from; i < to; i++) {
            lines.add(new Line(mark, Table.printable(withoutTabs(shown.get(i)))));
        }
    }

    /** A line with blanks up to where its tabs lead. */
    private static String withoutTabs(String line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\t') {
                text.repeat(' ', TAB - text.length() % TAB);
            } else {
                text.append(line.charAt(i));
            }
        }
        return text.toString();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int old = 1;
        int now = 1;
        for (int at = 0; at < lines.size(); ) {
            int from = at;
            int to = hunkEnd(from);
            if (to > from) {
                hunk(text, old, now, lines.subList(from, to));
            }
            for (at = Math.max(to, from + 1); from < at; from++) {
                old += lines.get(from).mark == '+' ? 0 : 1;
                now += lines.get(from).mark == '-' ? 0 : 1;
            }
        }
        return text.toString();
    }

    /** Where the hunk that begins with this line ends; here, if none begins. */
    private int hunkEnd(int from) {
        int change = nextChange(from);
        if (change < 0 || change - from > CONTEXT) {
            return from;
        }
        int end = change;
        while (change >= 0 && change - end <= 2 * CONTEXT) {
            end = change + 1;
            change = nextChange(end);
        }
        return Math.min(end + CONTEXT, lines.size());
    }

    private int nextChange(int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).mark != ' ') {
                return i;
            }
        }
        return -1;
    }

    private static void hunk(StringBuilder text, int old, int now, List<Line> lines) {
        long olds = lines.stream().filter(line -> line.mark != '+').count();
        long nows = lines.stream().filter(line -> line.mark != '-').count();
        text.append("@@ -").append(olds == 0 ? 0 : old).append(',').append(olds);
        text.append(" +").append(nows == 0 ? 0 : now).append(',').append(nows).append(" @@\n");
        lines.forEach(line -> text.append(line.mark).append(line.text).append('\n'));
    }
}
