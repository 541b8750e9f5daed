package io.agentgate.protocol;

import static io.agentgate.protocol.Scans.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FrameTest {
    private static final Frame FRAME = Frame.of(utf8("0123456789"));

    @Test
    void spliceKeepsUntouchedBytes() {
        Frame spliced = FRAME.splice(List.of(edit(0, 1, "ab"), edit(4, 4, "-"), edit(8, 10, "")));
        assertThat(spliced.text()).isEqualTo("ab123-4567");
        assertThat(FRAME.text()).isEqualTo("0123456789");
    }

    @Test
    void noEditIsTheSameFrame() {
        assertThat(FRAME.splice(List.of())).isSameAs(FRAME);
    }

    @Test
    void overlappingOrOutlyingEditsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FRAME.splice(List.of(edit(0, 4, ""), edit(3, 5, ""))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FRAME.splice(List.of(edit(5, 6, ""), edit(0, 1, ""))));
        assertThatThrownBy(() -> FRAME.splice(List.of(edit(9, 11, ""))))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void textIsPlainWhenEveryStringStandsThereAsItIs() {
        assertThat(Frame.of(utf8("{\"a\": [\"b c\", 1]}")).plainText())
                .isEqualTo("{\"a\": [\"b c\", 1]}");
        assertThat(Frame.of(utf8("{\"a\":\"\\u0062\"}")).plainText()).isNull();
        assertThat(Frame.of(utf8("{\"a\":\"\\n\"}")).plainText()).isNull();
        assertThat(Frame.of(utf8("{\"a\":\"\u017F\"}")).plainText()).isNull();
        assertThat(Frame.of(utf8("{\"a\":\"\uD83D\uDE00\"}")).plainText()).isNull();
    }

    @Test
    void brokenTextIsNotPlain() {
        assertThat(Frame.of(new byte[] {'"', (byte) 0xC5, '"'}).plainText()).isNull();
        assertThat(Frame.of(new byte[] {'"', (byte) 0xFF, (byte) 0xFE, '"'}).plainText()).isNull();
    }

    @Test
    void lineEndsBetweenTokensBecomeBlanks() {
        Frame pretty = Frame.of(utf8("{\r\"a\":\n\"\\n\"}"));
        assertThat(pretty.onOneLine().text()).isEqualTo("{ \"a\": \"\\n\"}");
        assertThat(FRAME.onOneLine()).isSameAs(FRAME);
    }

    private static Edit edit(int start, int end, String text) {
        return new Edit(new Span(start, end), utf8(text));
    }
}
