package io.agentgate.protocol;

import java.util.Random;

/** Random JSON, spelled with all the freedom the grammar gives. */
final class Documents {
    private static final String[] METHODS = {
        "tools/call", "prompts/get", "resources/read", "ping", "acme/do", "notifications/progress"
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "-17",
        "1.0",
        "1e0",
        "12345678901234567890",
        "0.1000000000000000055",
        "-2.5E+10",
        "1e300",
        "9007199254740993"
    };
    private static final String[] TEXTS = {
        "",
        "a",
        "name",
        "a longer text of many bytes",
        "\u0000\u001f\"\\/",
        "é",
        "道具",
        "😀",
        "\b\f\n\r\t",
        "\u2028",
        "x".repeat(100)
    };

    private final Random random;
    private final StringBuilder json = new StringBuilder();

    private boolean lone;

    Documents(Random random) {
        this.random = random;
    }

    /** Lets half a surrogate pair stand in texts, written as an escape. */
    Documents withLoneSurrogates() {
        lone = true;
        return this;
    }

    /** A valid message: of any kind, with its members in any order. */
    String message() {
        json.setLength(0);
        String id = random.nextBoolean() ? integer() : quoted(text());
        int kind = random.nextInt(10);
        String[] members =
                switch (kind) {
                    case 0, 1 -> new String[] {"id", id, "result", value(3)};
                    case 2 -> {
                        String error = "{\"code\":-32000,\"message\":" + quoted(text()) + "}";
                        yield new String[] {"id", id, "error", error};
                    }
                    case 3 -> new String[] {"method", quoted("acme/event")};
                    default -> {
                        String method = METHODS[random.nextInt(METHODS.length)];
                        yield new String[] {"id", id, "method", quoted(method), "params", params()};
                    }
                };
        return object(members, "\"jsonrpc\":\"2.0\"");
    }

    private String params() {
        String[] members = {
            "name", quoted("tool_" + random.nextInt(100)),
            "uri", quoted("file:///" + text()),
            "arguments", objectValue(3),
            "_meta", object(new String[] {"progressToken", integer()}, "\"x\":" + value(2)),
            "extra", value(2)
        };
        return object(members, "\"requestId\":" + integer());
    }

    /** Writes the members given as names and values in random order, one more of them as it is. */
    private String object(String[] members, String more) {
        String[] parts = new String[members.length / 2 + 1];
        parts[0] = more;
        for (int i = 1; i < parts.length; i++) {
            String name = quoted(members[2 * i - 2]);
            parts[i] = name + blank() + ":" + blank() + members[2 * i - 1];
        }
        for (int i = parts.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            String swap = parts[i];
            parts[i] = parts[j];
            parts[j] = swap;
        }
        return blank()
                + "{"
                + blank()
                + String.join(blank() + "," + blank(), parts)
                + "}"
                + blank();
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 3, 4 -> quoted(text());
            case 5 -> array(depth);
            default -> objectValue(depth);
        };
    }

    private String array(int depth) {
        String[] elements = new String[random.nextInt(4)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = value(depth - 1);
        }
        return "[" + blank() + String.join(blank() + ",", elements) + blank() + "]";
    }

    private String objectValue(int depth) {
        String[] members = new String[random.nextInt(4)];
        for (int i = 0; i < members.length; i++) {
            members[i] = quoted(text() + i) + blank() + ":" + value(depth - 1);
        }
        return "{" + String.join("," + blank(), members) + blank() + "}";
    }

    private String integer() {
        String[] spellings = {"1", "1.0", "10e-1", "-5", "123456789012345678901", "0"};
        return spellings[random.nextInt(spellings.length)];
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            text.append(TEXTS[random.nextInt(TEXTS.length)]);
        }
        if (lone && random.nextBoolean()) {
            text.insert(0, random.nextBoolean() ? '\uDC00' : '\uD800');
        }
        return text.toString();
    }

    /** Quotes a text, escaping more of it than needed. */
    private String quoted(String text) {
        boolean lavish = random.nextInt(4) == 0;
        StringBuilder token = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean surrogate = Character.isSurrogate(unit);
            if (unit < ' '
                    || (lone && surrogate)
                    || (lavish && (surrogate || random.nextInt(3) == 0))) {
                token.append(
                        String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) unit));
            } else if (unit == '"' || unit == '\\' || (unit == '/' && random.nextBoolean())) {
                token.append('\\').append(unit);
            } else {
                token.append(unit);
            }
        }
        return token.append('"').toString();
    }

    private String blank() {
        return random.nextInt(5) == 0 ? " \t\n\r".substring(random.nextInt(4)) : "";
    }
}
