package io.agentgate.stdio.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorLinesTest {
    private long now = Long.MAX_VALUE - 5;
    private final List<String> said = new ArrayList<>();
    private final ErrorLines lines = new ErrorLines("files", () -> now, said::add);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void write(byte[] bytes) {
        new ErrorReader(new ByteArrayInputStream(bytes), lines).run();
    }

    private void write(String text) {
        write(text.getBytes(UTF_8));
    }

    private void say(int number) {
        for (int i = 0; i < number; i++) {
            lines.line("x".getBytes(UTF_8), false);
        }
    }

    @Test
    void linesStandBehindTheNameOfTheServer() {
        write("one\r\n\ntwo\nwithout an end");

        assertThat(said)
                .containsExactly("files: one", "files: ", "files: two", "files: without an end");
    }

    @Test
    void controlCharactersAreMadeVisible() {
        write("\u001b[2J\ta\rb\u0000\u009b\u202ec\u2028d ü 漢 \n");

        assertThat(said)
                .containsExactly("files: \\u001b[2J\ta\\u000db\\u0000\\u009b\\u202ec\\u2028d ü 漢 ");
    }

    @Test
    void invalidBytesAreReplaced() {
        write(new byte[] {'a', (byte) 0xff, 'b', '\n'});

        assertThat(said).containsExactly("files: a\ufffdb");
    }

    @Test
    void longLineIsCutAndTheNextIsWhole() {
        write("a".repeat(4_096) + "\n" + "b".repeat(100_000) + "\nnext\n");

        assertThat(said)
                .containsExactly(
                        "files: " + "a".repeat(4_096),
                        "files: " + "b".repeat(4_096) + " …",
                        "files: next");
    }

    @Test
    void lineIsCutBetweenCharacters() {
        write("a".repeat(4_095) + "漢" + "\n");
        write("a".repeat(4_093) + "漢" + "bc\n");

        assertThat(said)
                .containsExactly(
                        "files: " + "a".repeat(4_095) + " …",
                        "files: " + "a".repeat(4_093) + "漢 …");
    }

    @Test
    void burstIsSaidAndWhatIsLeftOutIsCounted() {
        say(412);
        assertThat(said).hasSize(100);

        pass(Duration.ofSeconds(1));
        say(1);

        assertThat(said).hasSize(102);
        assertThat(said.get(100)).isEqualTo("files: … 312 lines more");
        assertThat(said.get(101)).isEqualTo("files: x");
    }

    @Test
    void floodIsTwentyLinesASecondWithTheirNumber() {
        say(1_000);
        said.clear();

        for (int step = 0; step < 10_000; step++) {
            pass(Duration.ofMillis(1));
            say(1);
        }

        assertThat(said).hasSizeBetween(180, 200);
        assertThat(said.stream().filter(line -> line.endsWith(" lines more")))
                .hasSizeBetween(9, 11);
    }

    @Test
    void silenceGivesTheBurstBack() {
        say(100);
        pass(Duration.ofHours(1));
        said.clear();

        say(101);

        assertThat(said).hasSize(100);
    }

    @Test
    void whatIsLeftOutIsSaidAtTheEndOfAChild() {
        say(101);

        lines.endOfChild();
        lines.endOfChild();

        assertThat(said).hasSize(101);
        assertThat(said.getLast()).isEqualTo("files: … 1 line more");
    }
}
