package io.agentgate.protocol.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SseTest {
    private static final String STREAM =
            "\uFEFFevent: message\r\ndata: {\"a\":\r\ndata:\"€😀\"}\r\n\r\n"
                    + ": comment\n\nid: 7\nretry: 250\ndata:\n\n"
                    + "data: x\rdata\rdata:  y\r\r"
                    + "id: a\u0000b\nfoo: bar\nretry: 1s\nevent: other\ndata: \uFEFFz\n\r\n"
                    + "id\ndata: last\n\nevent: ignored\n\nid: 9\n\ndata: never ended";

    @Test
    void streamIsReadAsTheStandardSays() throws SseOverflowException {
        SseDecoder decoder = new SseDecoder(1000);
        List<SseEvent> events = new ArrayList<>();
        decoder.feed(utf8(STREAM), events::add);
        assertThat(events)
                .containsExactly(
                        SseEvent.message(utf8("{\"a\":\n\"€😀\"}")),
                        new SseEvent("message", new byte[0], "7", Duration.ofMillis(250)),
                        SseEvent.message(utf8("x\n\n y")),
                        new SseEvent("other", utf8("\uFEFFz"), null, null),
                        new SseEvent("message", utf8("last"), "", null));
        assertThat(decoder.lastEventId()).isEqualTo("9");
        assertThat(decoder.lastRetry()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void chunkingMakesNoDifference() throws SseOverflowException {
        byte[] stream = utf8(STREAM);
        List<SseEvent> whole = decode(stream, stream.length, new Random(0));
        for (int size = 1; size < 10; size++) {
            assertThat(decode(stream, size, null)).isEqualTo(whole);
        }
        for (int seed = 0; seed < 500; seed++) {
            assertThat(decode(stream, 12, new Random(seed))).as("seed %d", seed).isEqualTo(whole);
        }
    }

    private static List<SseEvent> decode(byte[] stream, int size, @Nullable Random random)
            throws SseOverflowException {
        SseDecoder decoder = new SseDecoder(1000);
        List<SseEvent> events = new ArrayList<>();
        for (int at = 0; at < stream.length; ) {
            int step = random == null ? size : random.nextInt(size + 1);
            int end = Math.min(stream.length, at + step);
            decoder.feed(stream, at, end, events::add);
            at = end;
        }
        return events;
    }

    @Test
    void oversizedEventFailsAfterTheEventsBeforeIt() {
        for (int size : new int[] {1, 7, 1000}) {
            SseDecoder decoder = new SseDecoder(20);
            List<SseEvent> events = new ArrayList<>();
            byte[] stream = utf8("data: ok\n\ndata: 1234567\ndata: 1234567\n\n");
            assertThatThrownBy(
                            () -> {
                                for (int at = 0; at < stream.length; at += size) {
                                    int end = Math.min(stream.length, at + size);
                                    decoder.feed(stream, at, end, events::add);
                                }
                            })
                    .isInstanceOf(SseOverflowException.class);
            assertThat(events).containsExactly(SseEvent.message(utf8("ok")));
            assertThatThrownBy(() -> decoder.feed(utf8("\n"), events::add))
                    .isInstanceOf(SseOverflowException.class);
        }
    }

    @Test
    void streamCanBeReadBehindAnOversizedEvent() {
        byte[] stream =
                utf8(
                        "id: 1\ndata: ok\n\nid: 2\ndata: {\"id\":\r\ndata: "
                                + "x".repeat(2_000)
                                + "}\r\n\r\nevent: other\ndata: next\n\n");
        for (int size : new int[] {1, 2, 3, 7, 100, 5_000}) {
            SseDecoder decoder = new SseDecoder(1_000);
            List<String> told = new ArrayList<>();
            SseDecoder.Sink sink =
                    new SseDecoder.Sink() {
                        @Override
                        public void event(SseEvent event) {
                            told.add(event.type() + " " + event.text() + " " + event.id());
                        }

                        @Override
                        public void oversized(byte[] head, byte[] tail) {
                            assertThat(head).hasSizeBetween(500, 512);
                            assertThat(tail).hasSize(512);
                            told.add(
                                    new String(head, StandardCharsets.UTF_8).substring(0, 6)
                                            + new String(tail, StandardCharsets.UTF_8)
                                                    .substring(510));
                        }
                    };
            for (int at = 0; at < stream.length; at += size) {
                decoder.feed(
                        Arrays.copyOfRange(stream, at, Math.min(stream.length, at + size)), sink);
            }
            assertThat(told)
                    .as("chunks of %d", size)
                    .containsExactly("message ok 1", "{\"id\":x}", "other next null");
            assertThat(decoder.lastEventId()).isEqualTo("2");
        }
    }

    @Test
    void brokenUtf8ReachesTheReaderOfTheData() throws SseOverflowException {
        byte[] stream = {'d', 'a', 't', 'a', ':', (byte) 0xFF, '\n', '\n'};
        List<SseEvent> events = new ArrayList<>();
        new SseDecoder(100).feed(stream, events::add);
        assertThat(events).containsExactly(SseEvent.message(new byte[] {(byte) 0xFF}));
    }

    @Test
    void encodedEventIsDecodedEqual() throws SseOverflowException {
        SseEvent event =
                new SseEvent("message", utf8(" {\n\n\"€\"}"), "id 1", Duration.ofMillis(5));
        List<SseEvent> events = new ArrayList<>();
        SseDecoder decoder = new SseDecoder(1000);
        decoder.feed(SseEncoder.comment("alive"), events::add);
        decoder.feed(SseEncoder.encode(event), events::add);
        decoder.feed(SseEncoder.encode(SseEvent.message(utf8("a\r\nb\rc\n"))), events::add);
        assertThat(events).containsExactly(event, SseEvent.message(utf8("a\nb\nc\n")));
        assertThat(new String(SseEncoder.encode(event), StandardCharsets.UTF_8))
                .startsWith("event: message\nid: id 1\nretry: 5\ndata:  {\n");
    }

    @Test
    void fieldCannotBreakOutOfItsLine() {
        for (String bad : Arrays.asList("a\nb", "a\rb", "a\0b")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SseEncoder.encode(new SseEvent("e", new byte[0], bad, null)));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
