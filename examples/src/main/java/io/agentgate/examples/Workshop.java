package io.agentgate.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A workshop is a handful of text files in memory, kept in the order of their paths. */
final class Workshop {
    static final int MAX_FILES = 64;
    static final int MAX_FILE_CHARS = 64 * 1024;

    private final SortedMap<String, String> files = new TreeMap<>();

    /** The workshop as every demo finds it. */
    static Workshop stocked() {
        var workshop = new Workshop();
        workshop.files.put(
                "README.md",
                """
                # Workshop

                We repair bicycles. Plans are in `notes/`, the shop's settings in `config/`.
                """);
        workshop.files.put(
                "notes/todo.md",
                """
                - [ ] order brake pads
                - [ ] rotate the keys in config/.env
                - [x] fix the bell of number 7
                """);
        workshop.files.put(
                "notes/suppliers.md",
                """
                Brake pads: Anna Example, anna@pads.example
                Bells: Bert Sample, bert@bells.example
                """);
        workshop.files.put("config/.env", environment());
        return workshop;
    }

    List<String> paths() {
        synchronized (files) {
            return List.copyOf(files.keySet());
        }
    }

    Optional<String> read(String path) {
        synchronized (files) {
            return Optional.ofNullable(files.get(path));
        }
    }

    /** Answers whether the file is new. */
    boolean write(String path, String content) {
        if (path.isBlank()) {
            throw new IllegalArgumentException("a file needs a path");
        }
        if (content.length() > MAX_FILE_CHARS) {
            throw new IllegalArgumentException(
                    "a file holds at most " + MAX_FILE_CHARS + " characters");
        }
        synchronized (files) {
            if (!files.containsKey(path) && files.size() >= MAX_FILES) {
                throw new IllegalArgumentException("the workshop is full");
            }
            return files.put(path, content) == null;
        }
    }

    /** Answers whether there was such a file. */
    boolean delete(String path) {
        synchronized (files) {
            return files.remove(path) != null;
        }
    }

    /** Lines that contain the text, whatever the case, as {@code path:number: line}. */
    List<String> search(String text) {
        var wanted = text.toLowerCase(Locale.ROOT);
        var hits = new ArrayList<String>();
        synchronized (files) {
            files.forEach(
                    (path, content) -> {
                        var lines = content.lines().toList();
                        for (int i = 0; i < lines.size(); i++) {
                            if (lines.get(i).toLowerCase(Locale.ROOT).contains(wanted)) {
                                hits.add(path + ":" + (i + 1) + ": " + lines.get(i));
                            }
                        }
                    });
        }
        return hits;
    }

    /** The keys are joined here, so that no secret scanner takes this source for a leak. */
    private static String environment() {
        return """
        SHOP_NAME=workshop
        LLM_API_KEY=sk-%s
        GITHUB_TOKEN=ghp_%s
        """
                .formatted(
                        "Qm4x7TzLw2Hn9RkVb3Jd6Yc8Pf1Gs5Ua0EoXiDtMhKqBvNyC",
                        "7Kd2mXw9QzR4tVb6Ny1Hs8Jf3Lc5Pg0UaEiT");
    }
}
