package io.agentgate.testkit.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.caller.ApiKey;
import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.gateway.caller.CallerKeys;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every store of API keys promises. */
public abstract class CallerKeysContract {
    protected static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    protected static final Caller CI = new Caller("ci");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Caller ANNA = new Caller("Anna \"Build\" \\ \ud83d\ude80");

    /** A store of exactly these keys. */
    protected abstract CallerKeys open(List<CallerKey> keys) throws Exception;

    /** Whether a store without any key lets everybody in; not one that others fill. */
    protected boolean noKeysMeansNoAuthentication() {
        return true;
    }

    protected static ApiKey newKey() {
        return ApiKey.generate(RANDOM);
    }

    /** The entry of a key without an end. */
    protected static CallerKey entry(ApiKey key) {
        return CallerKey.of(key, CI, NOW, null);
    }

    @Test
    void keyTellsItsCaller() throws Exception {
        ApiKey one = newKey();
        ApiKey other = newKey();
        CallerKeys keys = open(List.of(entry(one), CallerKey.of(other, ANNA, NOW, null)));

        assertThat(keys.verify(one.reveal(), NOW)).isEqualTo(CI);
        assertThat(keys.verify(other.reveal(), NOW)).isEqualTo(ANNA);
        assertThat(keys.isEmpty()).isFalse();
    }

    @Test
    void callerMayHaveSeveralKeys() throws Exception {
        ApiKey one = newKey();
        ApiKey other = newKey();
        CallerKeys keys = open(List.of(entry(one), entry(other)));

        assertThat(keys.verify(one.reveal(), NOW)).isEqualTo(CI);
        assertThat(keys.verify(other.reveal(), NOW)).isEqualTo(CI);
    }

    @Test
    void wrongSecretUnderAKnownIdIsNobodys() throws Exception {
        ApiKey key = newKey();
        CallerKeys keys = open(List.of(entry(key)));
        String text = key.reveal();
        for (int at = text.length() - 43; at < text.length(); at++) {
            String wrong =
                    text.substring(0, at)
                            + (text.charAt(at) == 'x' ? 'y' : 'x')
                            + text.substring(at + 1);
            assertThat(keys.verify(wrong, NOW)).isNull();
        }
    }

    @Test
    void secretOfAnotherKeyProvesNothing() throws Exception {
        String one = newKey().reveal();
        String other = newKey().reveal();
        List<CallerKey> entries = new ArrayList<>();
        for (String text : List.of(one, other)) {
            ApiKey key = ApiKey.parse(text);
            assertThat(key).isNotNull();
            entries.add(entry(key));
        }

        assertThat(open(entries).verify(one.substring(0, 13) + other.substring(13), NOW)).isNull();
    }

    @Test
    void unknownKeyIsNobodys() throws Exception {
        assertThat(open(List.of(entry(newKey()))).verify(newKey().reveal(), NOW)).isNull();
        assertThat(open(List.of()).verify(newKey().reveal(), NOW)).isNull();
    }

    @Test
    void expiredKeyIsNobodysFromTheMomentOn() throws Exception {
        ApiKey key = newKey();
        Instant end = NOW.plus(Duration.ofDays(90));
        CallerKeys keys = open(List.of(CallerKey.of(key, CI, NOW, end)));

        assertThat(keys.verify(key.reveal(), end.minusNanos(1))).isEqualTo(CI);
        assertThat(keys.verify(key.reveal(), end)).isNull();
    }

    @Test
    void revokedKeyIsNobodys() throws Exception {
        ApiKey key = newKey();

        assertThat(open(List.of(entry(key).revokedAt(NOW))).verify(key.reveal(), NOW)).isNull();
    }

    @Test
    void storeWithoutUsableKeysIsNotEmpty() throws Exception {
        CallerKey revoked = entry(newKey()).revokedAt(NOW);
        CallerKey expired = CallerKey.of(newKey(), CI, NOW.minusSeconds(2), NOW.minusSeconds(1));

        assertThat(open(List.of(revoked, expired)).isEmpty()).isFalse();
        assertThat(open(List.of()).isEmpty()).isEqualTo(noKeysMeansNoAuthentication());
    }

    @Test
    void noTextWhateverThrows() throws Exception {
        ApiKey key = newKey();
        CallerKeys keys = open(List.of(entry(key)));
        String text = key.reveal();
        List<String> presented =
                new ArrayList<>(
                        List.of(
                                "",
                                "_",
                                "__",
                                "agk_",
                                "agk__",
                                text + text,
                                text.substring(0, 55) + "\ud800",
                                "\u0000".repeat(56),
                                "agk_" + "\uffff".repeat(52),
                                "x".repeat(10_000_000)));
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            char[] changed = text.toCharArray();
            changed[random.nextInt(changed.length)] = (char) random.nextInt(0x10000);
            String mutant = new String(changed);
            if (!mutant.equals(text)) {
                presented.add(mutant);
            }
        }

        assertThat(presented).allMatch(wrong -> keys.verify(wrong, NOW) == null);
    }

    @Test
    void textFormShowsNoHash() throws Exception {
        CallerKey entry = entry(newKey());

        assertThat(open(List.of(entry)).toString()).doesNotContain(entry.hash().reveal());
        assertThat(entry.toString()).doesNotContain(entry.hash().reveal().substring(7));
    }
}
