package io.agentgate.gateway.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private static final long BORN = -7;
    private static final long GOOD = TimeUnit.SECONDS.toNanos(Tickets.GOOD_SECONDS);

    private final Tickets<String> tickets = new Tickets<>(3);

    @Test
    void ticketIsGoodOnceForWhomItWasGiven() {
        String one = tickets.give("one", BORN);
        String other = tickets.give("other", BORN);

        assertThat(one).matches("[0-9a-f]{32}").isNotEqualTo(other);
        assertThat(tickets.take(other, BORN)).isEqualTo("other");
        assertThat(tickets.take(other, BORN)).isNull();
        assertThat(tickets.take(one, BORN + GOOD - 1)).isEqualTo("one");
        assertThat(tickets.take("0".repeat(32), BORN)).isNull();
    }

    @Test
    void ticketThatIsTooOldIsNoneAndMakesRoom() {
        String old = tickets.give("old", BORN);
        String left = tickets.give("left", BORN + 1);

        assertThat(tickets.take(old, BORN + GOOD)).isNull();
        String next = tickets.give("next", BORN + GOOD);
        assertThat(tickets.take(left, BORN + GOOD)).isEqualTo("left");
        assertThat(tickets.take(next, BORN + GOOD)).isEqualTo("next");
    }

    @Test
    void oldestIsGoodNoMoreOnceThereAreTooMany() {
        String first = tickets.give("first", BORN);
        String second = tickets.give("second", BORN);
        for (int i = 0; i < 2; i++) {
            assertThat(tickets.give("more", BORN)).isNotEmpty();
        }

        assertThat(tickets.take(first, BORN)).isNull();
        assertThat(tickets.take(second, BORN)).isEqualTo("second");
    }
}
