package io.agentgate.gateway.era;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.era.ServerEras.Speaks;
import io.agentgate.protocol.Frame;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ServerErasTest {
    private final AtomicLong now = new AtomicLong();
    private final ServerEras eras = new ServerEras(now::get);

    @Test
    void aServerMaySpeakBoth() {
        assertThat(eras.stateless()).isEqualTo(Speaks.UNKNOWN);
        assertThat(eras.handshake()).isEqualTo(Speaks.UNKNOWN);
        Frame answer = Frame.of(new byte[] {'{', '}'});

        eras.discovered(answer);
        eras.handshake(true);

        assertThat(eras.stateless()).isEqualTo(Speaks.YES);
        assertThat(eras.handshake()).isEqualTo(Speaks.YES);
        assertThat(eras.discovered()).isSameAs(answer);
    }

    @Test
    void whatIsKnownHoldsForAWhile() {
        eras.discovered(null);
        eras.handshake(false);
        now.set(ServerEras.HOLDS.toNanos() - 1);
        assertThat(eras.stateless()).isEqualTo(Speaks.NO);
        assertThat(eras.handshake()).isEqualTo(Speaks.NO);

        now.set(ServerEras.HOLDS.toNanos());

        assertThat(eras.stateless()).isEqualTo(Speaks.UNKNOWN);
        assertThat(eras.handshake()).isEqualTo(Speaks.UNKNOWN);
    }

    @Test
    void whatDoesNotFitIsForgotten() {
        eras.discovered(Frame.of(new byte[] {'{', '}'}));
        eras.handshake(false);

        eras.forget();

        assertThat(eras.stateless()).isEqualTo(Speaks.UNKNOWN);
        assertThat(eras.handshake()).isEqualTo(Speaks.UNKNOWN);
        assertThat(eras.discovered()).isNull();
    }
}
