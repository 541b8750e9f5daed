package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.protocol.Id;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatsTest {
    private static final Duration SOON = Duration.ofMillis(100);
    private static final String TOOLS =
            "{\"tools\":[{\"name\":\"look\",\"annotations\":{\"title\":\"x\",\"readOnlyHint\":true}},"
                + "{\"annotations\":{\"idempotentHint\":true},\"name\":\"set\"},"
                + "{\"name\":\"add\",\"annotations\":{\"readOnlyHint\":false}},"
                + "{\"name\":\"text\",\"annotations\":{\"readOnlyHint\":\"true\"}},"
                + "{\"name\":\"deep\",\"annotations\":{\"a\":{\"readOnlyHint\":true}}},"
                + "{\"name\":\"bare\"}],\"nextCursor\":\"c\"}";

    @TempDir Path root;
    private TestGateway gateway;
    private int last = 100;

    @BeforeEach
    void open() throws IOException {
        gateway = new TestGateway(root);
        gateway.timeouts(2, Map.of());
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
    }

    private void list(String tools) {
        last++;
        gateway.forwarded(request(String.valueOf(last), "tools/list"));
        gateway.delivered(result(String.valueOf(last), tools));
    }

    private boolean mayRepeat(Loss loss) {
        return gateway.gatekeeper.mayRepeat(gateway.session, Id.of(last), loss, SOON);
    }

    private boolean mayRepeatCall(String tool) {
        last++;
        gateway.forwarded(call(String.valueOf(last), tool, "{}"));
        return mayRepeat(Loss.BROKEN);
    }

    @Test
    void whatNoServerHasSeenMayBeSentAgain() {
        assertThat(mayRepeatCall("bare")).isFalse();

        assertThat(mayRepeat(Loss.NOT_SENT)).isTrue();
        assertThat(mayRepeat(Loss.NO_ANSWER)).isFalse();
        assertThat(mayRepeat(Loss.TURNED_AWAY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tools/list",
                "prompts/list",
                "resources/list",
                "resources/templates/list",
                "ping"
            })
    void requestsThatChangeNothingMayComeTwice(String method) {
        gateway.forwarded(request(String.valueOf(last), method));

        assertThat(mayRepeat(Loss.BROKEN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"initialize", "logging/setLevel", "tasks/cancel", "own/method"})
    void othersMayNot(String method) {
        gateway.forwarded(request(String.valueOf(last), method));

        assertThat(mayRepeat(Loss.BROKEN)).isFalse();
    }

    @Test
    void callsMayComeTwiceWhereTheServerSaysSo() {
        assertThat(mayRepeatCall("look")).isFalse();
        list(TOOLS);

        assertThat(mayRepeatCall("look")).isTrue();
        assertThat(mayRepeatCall("set")).isTrue();
        assertThat(mayRepeatCall("add")).isFalse();
        assertThat(mayRepeatCall("text")).isFalse();
        assertThat(mayRepeatCall("deep")).isFalse();
        assertThat(mayRepeatCall("bare")).isFalse();
    }

    @Test
    void theLastListCounts() {
        list(TOOLS);
        list("{\"tools\":[{\"name\":\"look\"}]}");

        assertThat(mayRepeatCall("look")).isFalse();
        assertThat(mayRepeatCall("set")).isTrue();
        gateway.delivered(notification("notifications/tools/list_changed", "{}"));

        assertThat(mayRepeatCall("set")).isFalse();
    }

    @Test
    void whatHasEndedOrWouldComeTooLateIsNotSentAgain() {
        gateway.forwarded(request(String.valueOf(last), "ping"));
        gateway.advance(Duration.ofSeconds(2).minus(SOON));
        assertThat(mayRepeat(Loss.NOT_SENT)).isTrue();
        gateway.advance(Duration.ofNanos(1));
        assertThat(mayRepeat(Loss.NOT_SENT)).isFalse();

        last++;
        gateway.forwarded(request(String.valueOf(last), "ping"));
        gateway.forwarded(notification("notifications/cancelled", "{\"requestId\":" + last + "}"));

        assertThat(mayRepeat(Loss.NOT_SENT)).isFalse();
    }

    @Test
    void whatTheServerHasReportedOnIsNotSentAgain() {
        list(TOOLS);
        last++;
        gateway.forwarded(
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + last
                        + ",\"method\":\"tools/call\",\"params\":{\"name\":\"look\","
                        + "\"_meta\":{\"progressToken\":\"t\"}}}");
        assertThat(mayRepeat(Loss.BROKEN)).isTrue();

        gateway.delivered(
                notification("notifications/progress", "{\"progressToken\":\"t\",\"progress\":1}"));

        assertThat(mayRepeat(Loss.BROKEN)).isFalse();
    }
}
