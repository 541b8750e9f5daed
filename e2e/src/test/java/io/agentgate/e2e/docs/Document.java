package io.agentgate.e2e.docs;

import io.agentgate.e2e.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One Markdown file of the repository. */
record Document(Path path, List<String> lines) {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]*)\\)");
    private static final String FENCE = "```";

    /** A fenced block; its words are what follows the opening fence. */
    record Block(Path path, int line, String words, String text) {
        @Override
        public String toString() {
            return path.getFileName() + ":" + line + " " + words;
        }
    }

    static Document of(String path) throws IOException {
        return of(Gateway.fileInRepository(path));
    }

    private static Document of(Path path) throws IOException {
        return new Document(path, Files.readAllLines(path));
    }

    static List<Document> all() throws IOException {
        List<Document> all = new ArrayList<>();
        all.add(of("README.md"));
        all.add(of("CONTRIBUTING.md"));
        try (Stream<Path> files = Files.walk(Gateway.fileInRepository("docs"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
                all.add(of(file));
            }
        }
        return all;
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).startsWith(FENCE)) {
                int open = at;
                StringBuilder text = new StringBuilder();
                while (!lines.get(++at).startsWith(FENCE)) {
                    text.append(lines.get(at)).append('\n');
                }
                String words = lines.get(open).substring(FENCE.length()).strip();
                blocks.add(new Block(path, open + 1, words, text.toString()));
            }
        }
        return blocks;
    }

    /** Lines that stand in no block. */
    List<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean inBlock = false;
        for (String line : lines) {
            if (line.startsWith(FENCE)) {
                inBlock = !inBlock;
            } else if (!inBlock) {
                prose.add(line);
            }
        }
        return prose;
    }

    List<String> links() {
        return LINK.matcher(String.join("\n", prose()))
                .results()
                .map(link -> link.group(1))
                .toList();
    }

    /** Names by which links reach the headings. */
    Set<String> anchors() {
        return prose().stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** The prose below a heading, as one line. */
    String section(String heading) {
        StringBuilder section = new StringBuilder();
        boolean below = false;
        for (String line : prose()) {
            if (line.startsWith("#")) {
                below = line.replaceFirst("^#+ ", "").equals(heading);
            } else if (below) {
                section.append(line).append(' ');
            }
        }
        return section.toString();
    }

    /** The cells of all table rows below a heading, headers and rules left out. */
    List<List<String>> rows(String heading) {
        List<List<String>> rows = new ArrayList<>();
        boolean below = false;
        for (String line : prose()) {
            if (line.startsWith("#")) {
                below = line.replaceFirst("^#+ ", "").equals(heading);
            } else if (below && line.startsWith("|")) {
                rows.add(cells(line));
            }
        }
        // Of each table the first two lines are no rows.
        int rule = 0;
        while (rule < rows.size()) {
            if (rows.get(rule).getFirst().matches("-+")) {
                rows.subList(rule - 1, rule + 1).clear();
                rule--;
            } else {
                rule++;
            }
        }
        return rows;
    }

    private static List<String> cells(String line) {
        return Stream.of(line.split("\\|")).skip(1).map(String::strip).toList();
    }

    /** The first cell of each row below a heading, and the second. */
    Map<String, String> table(String heading) {
        Map<String, String> table = new LinkedHashMap<>();
        rows(heading).forEach(row -> table.put(bare(row.get(0)), bare(row.get(1))));
        return table;
    }

    static String bare(String cell) {
        return cell.replace("`", "");
    }

    static Stream<String> codeWords(String line) {
        return Pattern.compile("`([^`]+)`").matcher(line).results().map(found -> found.group(1));
    }
}
