package io.agentgate.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
    private static final int LIMIT = 2000;

    /** A stream that gives at most so many bytes at a time. */
    private static final class Chunks extends InputStream {
        private final InputStream whole;
        private final int most;

        Chunks(byte[] whole, int most) {
            this.whole = new ByteArrayInputStream(whole);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            return whole.read();
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            return whole.read(to, from, Math.min(most, length));
        }
    }

    /** A stream of one letter, a line feed, and another line. */
    private static final class Endless extends InputStream {
        private long left;

        Endless(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            throw new IllegalStateException("read in blocks");
        }

        @Override
        public int read(byte[] to, int from, int length) {
            if (left == 0) {
                to[from] = '\n';
                to[from + 1] = 'b';
                left = -1;
                return 2;
            }
            if (left < 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(to, from, from + count, (byte) 'a');
            left -= count;
            return count;
        }
    }

    private static List<String> lines(byte[] bytes, int chunk) throws IOException {
        LineReader reader = new LineReader(new Chunks(bytes, chunk), LIMIT);
        List<String> lines = new ArrayList<>();
        for (Line line = reader.next(); line != null; line = reader.next()) {
            lines.add(
                    switch (line) {
                        case Line.Whole(byte[] text) -> new String(text, UTF_8);
                        case Line.Oversized(byte[] head, byte[] tail) ->
                                "<" + new String(head, UTF_8) + "…" + new String(tail, UTF_8) + ">";
                    });
        }
        return lines;
    }

    private static List<String> lines(String text) throws IOException {
        return lines(text.getBytes(UTF_8), Integer.MAX_VALUE);
    }

    /** What the two ends of an oversized line look like. */
    private static String ends(String line) {
        return "<"
                + line.substring(0, LineReader.KEPT_END_BYTES)
                + "…"
                + line.substring(line.length() - LineReader.KEPT_END_BYTES)
                + ">";
    }

    /** Different everywhere, so that no end passes for another. */
    private static String counting(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(text.length()).append(' ');
        }
        return text.substring(0, length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100, 511, 512, 513, 4096, 65_536})
    void linesAreTheSameInChunksOfEverySize(int chunk) throws IOException {
        String large = counting(LIMIT);
        String tooLarge = counting(LIMIT + 1);
        String muchTooLarge = counting(200_000);
        String text =
                String.join("\n", "{\"ü\":1}", "", large, tooLarge, "b", muchTooLarge, "c", "last");

        assertThat(lines(text.getBytes(UTF_8), chunk))
                .containsExactly(
                        "{\"ü\":1}",
                        "",
                        large,
                        ends(tooLarge),
                        "b",
                        ends(muchTooLarge),
                        "c",
                        "last");
    }

    @Test
    void lineEndsAtALineFeedAndNowhereElse() throws IOException {
        assertThat(lines("a\rb\n\rc\u0085d\u2028e\u000Bf\fg\u0000\n"))
                .containsExactly("a\rb", "\rc\u0085d\u2028e\u000Bf\fg\u0000");
    }

    @Test
    void carriageReturnBeforeALineFeedStaysInTheLine() throws IOException {
        assertThat(lines("a\r\nb\r\n")).containsExactly("a\r", "b\r");
    }

    @Test
    void lastLineCountsWithoutALineFeed() throws IOException {
        assertThat(lines("a\nb")).containsExactly("a", "b");
        assertThat(lines("a\nb\n")).containsExactly("a", "b");
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n")).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\nnext"})
    void limitIsTheLongestWholeLine(String rest) throws IOException {
        assertThat(lines(counting(LIMIT - 1) + rest)).startsWith(counting(LIMIT - 1));
        assertThat(lines(counting(LIMIT) + rest)).startsWith(counting(LIMIT));
        assertThat(lines(counting(LIMIT + 1) + rest)).startsWith(ends(counting(LIMIT + 1)));
    }

    @Test
    void endOfTheStreamInsideAnOversizedLineIsItsEnd() throws IOException {
        assertThat(lines(counting(300_000))).containsExactly(ends(counting(300_000)));
    }

    @Test
    void oversizedLinesInARowAreToldApart() throws IOException {
        String one = "1" + counting(100_000);
        String two = "2" + counting(100_000);

        assertThat(lines(one + "\n" + two + "\nend")).containsExactly(ends(one), ends(two), "end");
    }

    @Test
    void nothingIsReadBeyondACompleteLine() throws IOException {
        InputStream in =
                new InputStream() {
                    private boolean given;

                    @Override
                    public int read() {
                        throw new IllegalStateException("read in blocks");
                    }

                    @Override
                    public int read(byte[] to, int from, int length) {
                        if (given) {
                            throw new IllegalStateException(
                                    "would wait for a line nobody asked for");
                        }
                        given = true;
                        to[from] = 'a';
                        to[from + 1] = '\n';
                        return 2;
                    }
                };

        assertThat(new LineReader(in, LIMIT).next())
                .isInstanceOfSatisfying(
                        Line.Whole.class,
                        line -> assertThat(line.bytes()).isEqualTo(new byte[] {'a'}));
    }

    @Test
    void lineOfAnyLengthIsSkippedInLittleMemory() throws IOException {
        // Longer than any array, so that nobody can have kept it.
        LineReader reader = new LineReader(new Endless(1L << 31), LIMIT);

        assertThat(reader.next()).isInstanceOf(Line.Oversized.class);
        assertThat(reader.next())
                .isInstanceOfSatisfying(
                        Line.Whole.class,
                        line -> assertThat(line.bytes()).isEqualTo(new byte[] {'b'}));
        assertThat(reader.next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomLinesInRandomChunksComeBack(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            List<String> expected = new ArrayList<>();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int count = random.nextInt(20); count > 0; count--) {
                String line = counting(random.nextInt(2 * LIMIT));
                expected.add(line.length() > LIMIT ? ends(line) : line);
                bytes.writeBytes((line + "\n").getBytes(UTF_8));
            }

            assertThat(lines(bytes.toByteArray(), 1 + random.nextInt(3000)))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(expected);
        }
    }
}
