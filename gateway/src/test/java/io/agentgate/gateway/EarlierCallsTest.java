package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.era.Manner;
import org.junit.jupiter.api.Test;

/** Rules that go by what was called earlier in the session. */
class EarlierCallsTest extends GatewayTest {
    private static final String NO_SENDING_AFTER_READING =
            """
            [[rules]]
            id = 'no-leak'
            tool = 'send'
            action = 'deny'
            condition = "session.called('read_*')"
            """;

    private static final String TWICE =
            """
            [[rules]]
            id = 'twice'
            tool = 'pay'
            action = 'deny'
            condition = "session.calls('pay') >= 2"
            """;

    private static final String LOGIN_FIRST =
            """
            default = 'deny'
            [[rules]]
            id = 'login'
            tool = 'login'
            action = 'allow'
            [[rules]]
            id = 'then'
            tool = 'work'
            action = 'allow'
            condition = "session.called('login')"
            """;

    @Test
    void whatWasCalledCounts() {
        gateway.policy(NO_SENDING_AFTER_READING);

        gateway.forwarded(call("1", "send", "{}"));
        gateway.forwarded(call("2", "read_mail", "{}"));
        assertThat(gateway.refused(call("3", "send", "{}"))).contains("no-leak");
    }

    @Test
    void callsOfOneTurnSeeEachOther() {
        gateway.policy(TWICE);

        gateway.forwarded(call("1", "pay", "{}"));
        gateway.forwarded(call("2", "pay", "{}"));
        assertThat(gateway.refused(call("3", "pay", "{}"))).contains("twice");
    }

    @Test
    void refusedCallsDoNotCount() {
        gateway.policy(LOGIN_FIRST);

        assertThat(gateway.refused(call("1", "work", "{}"))).contains("No policy rule allows");
        gateway.forwarded(call("2", "login", "{}"));
        gateway.forwarded(call("3", "work", "{}"));
    }

    @Test
    void callsBeforeAnyRuleAskedAreUnknown() {
        gateway.forwarded(call("1", "other", "{}"));
        gateway.policy(NO_SENDING_AFTER_READING);

        assertThat(gateway.refused(call("2", "send", "{}"))).contains("no-leak");
        gateway.policy(LOGIN_FIRST);
        assertThat(gateway.refused(call("3", "work", "{}"))).contains("No policy rule allows");
    }

    @Test
    void aSessionOfSeveralProcessesIsUnknownBeyondWhatThisOneSaw() {
        gateway.session =
                new Session(
                        new SessionIdentity("s1", "agent", "caller", "files"),
                        Manner.HANDSHAKE,
                        true,
                        Timeouts.USUAL,
                        0);
        gateway.policy(NO_SENDING_AFTER_READING);
        assertThat(gateway.refused(call("1", "send", "{}"))).contains("no-leak");

        gateway.policy(LOGIN_FIRST);
        gateway.forwarded(call("2", "login", "{}"));
        gateway.forwarded(call("3", "work", "{}"));
    }

    @Test
    void moreToolsThanAreToldApartAreUnknown() {
        gateway.policy(NO_SENDING_AFTER_READING);
        for (int i = 0; i < 257; i++) {
            gateway.forwarded(call(Integer.toString(i), "t" + i, "{}"));
        }

        assertThat(gateway.refused(call("999", "send", "{}"))).contains("no-leak");
    }
}
