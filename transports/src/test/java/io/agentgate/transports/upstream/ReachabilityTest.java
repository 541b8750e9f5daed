package io.agentgate.transports.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
    private static final String LOST =
            "server mail is not reached, its calls fail until it is: Connection refused";
    private static final String BACK = "server mail is reached again";

    private final List<String> said = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 5;
    private final Reachability mail = new Reachability("mail", said::add, () -> nanos);

    private void missed() {
        mail.missed(
                new ConnectException(
                        "finishConnect(..) failed with error(-111): Connection refused"));
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void eachChangeIsSaidOnce() {
        mail.reached();
        assertThat(said).isEmpty();

        for (int attempt = 0; attempt < 5; attempt++) {
            missed();
            pass(Duration.ofMinutes(1));
        }
        assertThat(said).containsExactly(LOST);

        mail.reached();
        mail.reached();
        assertThat(said).containsExactly(LOST, BACK);
    }

    @Test
    void serverThatComesAndGoesFloodsNobody() {
        for (int change = 0; change < 1_000; change++) {
            missed();
            mail.reached();
        }
        assertThat(said).containsExactly(LOST, BACK);

        // What was kept quiet is said by the next attempt that comes late enough.
        missed();
        pass(Duration.ofSeconds(10));
        assertThat(said).hasSize(2);
        missed();
        assertThat(said).containsExactly(LOST, BACK, LOST);
    }
}
