package io.agentgate.protocol;

import static io.agentgate.protocol.Scans.as;
import static io.agentgate.protocol.Scans.refused;
import static io.agentgate.protocol.Scans.request;
import static io.agentgate.protocol.Scans.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RepliesTest {
    @Test
    void idIsEchoedAsItWasSpelled() {
        Id id = request("{\"jsonrpc\":\"2.0\",\"id\":1.0,\"method\":\"ping\"}").id();
        assertThat(Replies.result(id, utf8("{}")).text())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1.0,\"result\":{}}");
        assertThat(Replies.error(id, 429, "slow \"down\"", utf8("{\"a\":1}")).text())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":1.0,\"error\":"
                                + "{\"code\":429,\"message\":\"slow \\\"down\\\"\","
                                + "\"data\":{\"a\":1}}}");
    }

    @Test
    void unknownIdIsWrittenAsNull() {
        Frame reply = Replies.error(refused("nonsense"));
        assertThat(reply.text()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\"");
    }

    @Test
    void repliesPassTheScanner() {
        Scanned scanned = Scans.fromServer(Replies.error(Id.of("é"), -1, "x", null).text());
        assertThat(as(Response.class, scanned).id()).isEqualTo(Id.of("é"));
    }
}
