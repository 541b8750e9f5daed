package io.agentgate.protocol;

import static io.agentgate.protocol.Scans.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.agentgate.protocol.JsonCursor.Token;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The scanner and the cursor against the tree that Jackson builds of the same bytes. */
final class ScannerFuzzTest {
    private static final int DOCUMENTS = 5_000;
    private static final int MUTATED = 3_000;
    private static final int MUTATIONS = 12;

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();
    private static final ObjectReader TREE = JSON.readerFor(JsonNode.class);

    private final Scanner client = new Scanner(Limits.DEFAULT, Peer.CLIENT);
    private final Scanner server = new Scanner(Limits.DEFAULT, Peer.SERVER);

    @Test
    void validMessageIsReadAsJacksonReadsIt() throws IOException {
        for (int seed = 0; seed < DOCUMENTS; seed++) {
            String text = new Documents(new Random(seed)).message();
            byte[] bytes = utf8(text);
            Scanned scanned = client.scan(bytes);
            assertThat(scanned).as("seed %d: %s", seed, text).isInstanceOf(Message.class);
            Message message = (Message) scanned;
            assertThat(message.frame().bytes()).isSameAs(bytes);
            String agreement = disagreement(message, TREE.readTree(text));
            assertThat(agreement).as("seed %d: %s", seed, text).isNull();
        }
    }

    @Test
    void mutatedBytesNeverThrowAndPassOnlyWhereJacksonIsStrict() {
        int passed = 0;
        for (int seed = 0; seed < MUTATED; seed++) {
            Random random = new Random(seed);
            byte[] bytes = utf8(new Documents(random).message());
            for (int i = 0; i < MUTATIONS; i++) {
                byte[] mutated = mutated(bytes, random);
                Scanned scanned = client.scan(mutated);
                assertThat(client.scan(mutated)).as("seed %d", seed).isEqualTo(scanned);
                if (scanned instanceof Message message) {
                    passed++;
                    JsonNode tree = strictTree(mutated);
                    String text = new String(mutated, StandardCharsets.UTF_8);
                    assertThat(tree).as("seed %d: %s", seed, text).isNotNull();
                    String disagreement = disagreement(message, Objects.requireNonNull(tree));
                    assertThat(disagreement).as("seed %d: %s", seed, text).isNull();
                    assertThat(server.scan(mutated)).isEqualTo(scanned);
                } else {
                    boolean syntax = ((Malformed) scanned).code() == ErrorCode.PARSE_ERROR;
                    JsonNode tree = syntax ? strictTree(mutated) : null;
                    assertThat(tree == null || tree.isMissingNode()).as("seed %d", seed).isTrue();
                }
            }
        }
        assertThat(passed).isGreaterThan(MUTATED / 2);
    }

    @Test
    void anyBytesAtAllNeverThrow() {
        byte[] alphabet = utf8("{}[]\":,\\u0d8e+-.1 \n\u00e9\uFEFF");
        for (int seed = 0; seed < 50_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(24)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(alphabet.length)];
            }
            assertThat(client.scan(bytes)).as("seed %d", seed).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void loneSurrogatesOfAServerAreReplacedAndNothingElse() throws IOException {
        int repaired = 0;
        for (int seed = 0; seed < 3_000; seed++) {
            String text = new Documents(new Random(seed)).withLoneSurrogates().message();
            String meant = TREE.readTree(text).toString();
            Scanned scanned = server.scan(utf8(text));
            assertThat(scanned).as("seed %d: %s", seed, text).isInstanceOf(Message.class);
            Message message = (Message) scanned;
            JsonNode tree = Objects.requireNonNull(strictTree(message.frame().bytes()));
            assertThat(tree.toString()).as("seed %d: %s", seed, text).isEqualTo(repaired(meant));
            assertThat(server.repairs() > 0).isEqualTo(!repaired(meant).equals(meant));
            assertThat(disagreement(message, tree)).as("seed %d: %s", seed, text).isNull();
            repaired += server.repairs();
        }
        assertThat(repaired).isPositive();
    }

    private static String repaired(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    @Test
    void cursorOverAnythingEnds() {
        for (int seed = 0; seed < 8_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = mutated(utf8(new Documents(random).message()), random);
            JsonCursor cursor = new JsonCursor(bytes);
            try {
                int tokens = 0;
                while (cursor.next() != Token.END) {
                    assertThat(++tokens).as("seed %d", seed).isLessThanOrEqualTo(bytes.length);
                }
            } catch (IllegalStateException notJson) {
                assertThat(strictTree(bytes)).as("seed %d", seed).isNull();
            }
        }
    }

    @Test
    void splicedMessageIsReadWithTheNewPart() {
        for (int seed = 0; seed < 3_000; seed++) {
            String text = new Documents(new Random(seed)).message();
            if (client.scan(utf8(text)) instanceof Request request) {
                Span id = request.idSpan();
                byte[] fresh = utf8("\"agentgate-" + seed + "\"");
                Frame spliced = request.frame().splice(List.of(new Edit(id, fresh)));
                Scanned scanned = client.scan(spliced.bytes());
                assertThat(scanned).as("seed %d", seed).isInstanceOf(Request.class);
                Request again = (Request) scanned;
                assertThat(again.id()).isEqualTo(Id.of("agentgate-" + seed));
                assertThat(again.params().name()).isEqualTo(request.params().name());
                Edit back = new Edit(again.idSpan(), request.id().raw());
                assertThat(again.frame().splice(List.of(back))).isEqualTo(request.frame());
            }
        }
    }

    @Test
    void lineEndsMayBecomeBlanks() {
        for (int seed = 0; seed < 2_000; seed++) {
            byte[] bytes = utf8(new Documents(new Random(seed)).message());
            byte[] line = ((Message) client.scan(bytes)).frame().onOneLine().bytes();
            assertThat(line).as("seed %d", seed).doesNotContain('\n', '\r');
            assertThat(strictTree(line)).as("seed %d", seed).isEqualTo(strictTree(bytes));
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] signs = utf8("{}[]\":,\\u0d8-.eE1\u0000 aN\t");
        List<Byte> out = new ArrayList<>(bytes.length + 8);
        for (byte b : bytes) {
            out.add(b);
        }
        for (int i = random.nextInt(3); i >= 0 && !out.isEmpty(); i--) {
            int at = random.nextInt(out.size());
            byte fresh =
                    random.nextInt(4) == 0
                            ? (byte) random.nextInt(256)
                            : signs[random.nextInt(signs.length)];
            switch (random.nextInt(5)) {
                case 0 -> out.remove(at);
                case 1 -> out.add(at, fresh);
                case 2 -> out.addAll(at, List.copyOf(part(out, random)));
                case 3 -> part(out, random).clear();
                default -> out.set(at, fresh);
            }
        }
        byte[] result = new byte[out.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = out.get(i);
        }
        return result;
    }

    private static List<Byte> part(List<Byte> bytes, Random random) {
        int from = random.nextInt(bytes.size());
        return bytes.subList(from, Math.min(bytes.size(), from + random.nextInt(30)));
    }

    private static @Nullable JsonNode strictTree(byte[] bytes) {
        try {
            // As text, because Jackson's parser of bytes refuses escaped surrogate pairs in names.
            return TREE.readTree(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException notUtf8) {
            return null;
        } catch (IOException | NumberFormatException notJson) {
            return null;
        }
    }

    /** Returns in what the message and the tree differ; null if they agree. */
    private static @Nullable String disagreement(Message message, JsonNode tree) {
        Frame frame = message.frame();
        JsonCursor cursor = new JsonCursor(frame.bytes());
        cursor.next();
        String difference = difference(cursor, tree);
        if (difference != null || cursor.next() != Token.END) {
            return "cursor: " + difference;
        }
        return switch (message) {
            case Request request -> {
                boolean same =
                        sameId(request.id(), tree.path("id"))
                                && request.method().equals(tree.path("method").asText())
                                && spansAgree(frame, request.idSpan(), tree.path("id"))
                                && sameParams(request, request.params(), tree.path("params"));
                yield same ? null : "request";
            }
            case Notification notification -> {
                boolean same =
                        !tree.has("id")
                                && notification.method().equals(tree.path("method").asText())
                                && sameParams(
                                        notification, notification.params(), tree.path("params"));
                yield same ? null : "notification";
            }
            case Response response -> {
                boolean result = response.outcome() instanceof Response.Result;
                JsonNode body = tree.path(result ? "result" : "error");
                boolean same =
                        spansAgree(frame, response.outcome().span(), body)
                                && (response.id() == null
                                        ? tree.path("id").isNull() || !tree.has("id")
                                        : sameId(response.id(), tree.path("id")));
                yield same ? null : "response";
            }
        };
    }

    private static boolean sameParams(Message message, Params params, JsonNode tree) {
        Frame frame = message.frame();
        JsonNode name = tree.path("name");
        JsonNode uri = tree.path("uri");
        JsonNode arguments = tree.path("arguments");
        JsonNode meta = tree.path("_meta");
        return Objects.equals(params.name(), name.textValue())
                && Objects.equals(params.uri(), uri.textValue())
                && (params.nameSpan() == null || spansAgree(frame, params.nameSpan(), name))
                && (params.uriSpan() == null || spansAgree(frame, params.uriSpan(), uri))
                && (params.span() == null
                        ? tree.isMissingNode()
                        : spansAgree(frame, params.span(), tree))
                && (params.arguments() == null
                        ? !arguments.isObject()
                        : spansAgree(frame, params.arguments(), arguments))
                && (params.meta() == null
                        ? !meta.isObject()
                        : spansAgree(frame, params.meta(), meta))
                && (params.requestId() == null
                        || sameId(params.requestId(), tree.path("requestId")))
                && params.hasRequestState() == tree.hasNonNull("requestState");
    }

    private static boolean sameId(Id id, JsonNode node) {
        return node.isTextual()
                ? id.equals(Id.of(node.textValue()))
                : node.isNumber()
                        && !id.isString()
                        && node.decimalValue().compareTo(new BigDecimal(id.toString())) == 0;
    }

    private static boolean spansAgree(Frame frame, @Nullable Span span, JsonNode node) {
        return node.equals(strictTree(frame.slice(Objects.requireNonNull(span))));
    }

    private static @Nullable String difference(JsonCursor cursor, JsonNode node) {
        return switch (cursor.token()) {
            case BEGIN_OBJECT -> objectDifference(cursor, node);
            case BEGIN_ARRAY -> arrayDifference(cursor, node);
            case STRING -> cursor.text().equals(node.textValue()) ? null : "a string";
            case NUMBER ->
                    node.isNumber()
                                    && new BigDecimal(cursor.text()).compareTo(node.decimalValue())
                                            == 0
                            ? null
                            : "a number";
            case TRUE, FALSE -> cursor.text().equals(node.asText()) ? null : "a boolean";
            case NULL -> node.isNull() ? null : "a null";
            case NAME, END_OBJECT, END_ARRAY, END -> "no value";
        };
    }

    private static @Nullable String objectDifference(JsonCursor cursor, JsonNode node) {
        int depth = cursor.depth();
        Iterator<Map.Entry<String, JsonNode>> members = node.properties().iterator();
        while (cursor.next() == Token.NAME) {
            Map.Entry<String, JsonNode> member = members.hasNext() ? members.next() : null;
            if (member == null || !member.getKey().equals(cursor.text())) {
                return "a name";
            }
            cursor.next();
            String difference = difference(cursor, member.getValue());
            if (difference != null) {
                return difference;
            }
        }
        boolean ended = cursor.token() == Token.END_OBJECT && cursor.depth() == depth - 1;
        return ended && !members.hasNext() && node.isObject() ? null : "an object's end";
    }

    private static @Nullable String arrayDifference(JsonCursor cursor, JsonNode node) {
        for (JsonNode element : node) {
            cursor.next();
            String difference = difference(cursor, element);
            if (difference != null) {
                return difference;
            }
        }
        boolean ended = cursor.next() == Token.END_ARRAY;
        return ended && node.getNodeType() == JsonNodeType.ARRAY ? null : "an array's end";
    }
}
