package io.agentgate.testkit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.PolicySource;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Facts;
import io.agentgate.policy.PolicySet;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every source of policies promises. */
public abstract class PolicySourceContract {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A source of this text, which loads. */
    protected abstract PolicySource open(String text) throws Exception;

    /** Puts another text where the source of {@link #open} looks; it may take its time. */
    protected abstract void change(String text) throws Exception;

    /** How many texts the source refused so far. */
    protected abstract int refused();

    /** Takes away what the source looks at. */
    protected abstract void vanish() throws Exception;

    /** A policy that denies one tool and allows all others. */
    protected static String denying(String tool) {
        return """
        [metadata]
        name = "contract"
        version = "1"

        [[rules]]
        id = "no-%1$s"
        tool = "%1$s"
        action = "deny"
        """
                .formatted(tool);
    }

    private static boolean denies(PolicySource source, String tool) {
        return decision(source.current(), tool).denied();
    }

    private static Decision decision(PolicySet policies, String tool) {
        return policies.decide(new Facts("server", tool, "agent", () -> null, NOON));
    }

    protected static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Test
    void textIsInForceOnceTheSourceIsOpen() throws Exception {
        PolicySource source = open(denying("bash"));

        assertThat(denies(source, "bash")).isTrue();
        assertThat(denies(source, "echo")).isFalse();
    }

    @Test
    void anotherTextComesIntoForceAsAWhole() throws Exception {
        PolicySource source = open(denying("bash"));
        PolicySet before = source.current();

        change(denying("echo"));
        await("the other text", () -> source.current() != before);

        assertThat(denies(source, "bash")).isFalse();
        assertThat(denies(source, "echo")).isTrue();
        assertThat(source.current().revision()).isNotEqualTo(before.revision());
    }

    @Test
    void setThatACallHoldsStaysAsItWas() throws Exception {
        PolicySource source = open(denying("bash"));
        PolicySet held = source.current();

        change(denying("echo"));
        await("the other text", () -> source.current() != held);

        assertThat(decision(held, "bash").denied()).isTrue();
    }

    @Test
    void textThatDoesNotLoadChangesNothing() throws Exception {
        PolicySource source = open(denying("bash"));
        PolicySet before = source.current();

        change("default = \"perhaps\"\n");
        await("a refusal", () -> refused() > 0);

        assertThat(source.current()).isSameAs(before);
    }

    @Test
    void goodTextAfterABadOneComesIntoForce() throws Exception {
        PolicySource source = open(denying("bash"));
        change("[[rules]]\n");
        await("a refusal", () -> refused() > 0);

        change(denying("echo"));

        await("the good text", () -> denies(source, "echo"));
    }

    @Test
    void lossOfTheOriginChangesNothing() throws Exception {
        PolicySource source = open(denying("bash"));
        PolicySet before = source.current();

        vanish();

        assertThat(source.current()).isSameAs(before);
    }
}
