package io.agentgate.schema;

import java.util.List;
import java.util.stream.Collectors;

/** Texts of servers and clients as they can stand in a reason. */
final class Words {
    /** Longest name that is told, in UTF-16 units. */
    private static final int MAX_NAME = 48;

    /** Longest text that is told. */
    private static final int MAX_TEXT = 160;

    /** Most names of a list. */
    private static final int MAX_NAMES = 6;

    private Words() {}

    /** A name if it is a plain word, {@code *} otherwise. */
    static String name(String name) {
        boolean plain =
                !name.isEmpty()
                        && name.length() <= MAX_NAME
                        && name.chars().allMatch(Words::isPlain);
        return plain ? name : "*";
    }

    private static boolean isPlain(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || "_-.$@".indexOf(character) >= 0;
    }

    /** Names, each as it can be told, some of many. */
    static String names(List<String> names) {
        String shown =
                names.stream().limit(MAX_NAMES).map(Words::name).collect(Collectors.joining(", "));
        return names.size() > MAX_NAMES ? shown + ", …" : shown;
    }

    /** A text of visible ASCII, cut if it is long. */
    static String text(String text) {
        StringBuilder visible = new StringBuilder();
        text.chars()
                .limit(MAX_TEXT)
                .map(character -> character >= ' ' && character < 127 ? character : '?')
                .forEach(character -> visible.append((char) character));
        return text.length() > MAX_TEXT ? visible.append("…").toString() : visible.toString();
    }
}
