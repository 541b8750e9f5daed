package io.agentgate.transports.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamsOpeningTest {
    private final StreamsOpening opening = new StreamsOpening();
    private final List<String> sent = new ArrayList<>();

    @Test
    void nothingIsKeptWhereNoStreamIsOnItsWay() {
        assertThat(opening.keep(() -> sent.add("call"))).isFalse();
        assertThat(sent).isEmpty();
    }

    @Test
    void callsFollowTheStreamInTheirOrder() {
        opening.begin();
        assertThat(opening.keep(() -> sent.add("one"))).isTrue();
        assertThat(opening.keep(() -> sent.add("two"))).isTrue();
        assertThat(sent).isEmpty();

        opening.settled();
        assertThat(sent).containsExactly("one", "two");
        assertThat(opening.keep(() -> sent.add("three"))).isFalse();
    }

    @Test
    void callsWaitForTheLastOfSeveralStreams() {
        opening.begin();
        opening.begin();
        assertThat(opening.keep(() -> sent.add("call"))).isTrue();
        opening.settled();
        assertThat(sent).isEmpty();
        opening.settled();
        assertThat(sent).containsExactly("call");
    }
}
