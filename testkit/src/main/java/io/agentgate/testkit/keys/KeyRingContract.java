package io.agentgate.testkit.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.keys.KeyRing;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What every key ring promises. */
public abstract class KeyRingContract {

    /** A key ring over the store of this test; each call gives one as a new process would get. */
    protected abstract KeyRing open() throws Exception;

    /** A key ring over a store of its own. */
    protected abstract KeyRing openElsewhere() throws Exception;

    @Test
    void keysHave32Bytes() throws Exception {
        assertThat(open().auditKey()).hasSize(32);
        assertThat(open().sessionKey()).hasSize(32);
    }

    @Test
    void keysStayTheSame() throws Exception {
        KeyRing keys = open();

        assertThat(keys.auditKey()).isEqualTo(keys.auditKey());
        assertThat(open().auditKey()).isEqualTo(keys.auditKey());
        assertThat(open().sessionKey()).isEqualTo(keys.sessionKey());
    }

    @Test
    void everyPurposeHasAKeyOfItsOwn() throws Exception {
        KeyRing keys = open();

        assertThat(keys.sessionKey()).isNotEqualTo(keys.auditKey());
    }

    @Test
    void everyStoreHasKeysOfItsOwn() throws Exception {
        KeyRing elsewhere = openElsewhere();

        assertThat(open().auditKey()).isNotEqualTo(elsewhere.auditKey());
        assertThat(open().sessionKey()).isNotEqualTo(elsewhere.sessionKey());
    }

    @Test
    void textFormNeverShowsAKey() throws Exception {
        KeyRing keys = open();

        assertThat(keys.toString())
                .doesNotContain(HexFormat.of().formatHex(keys.auditKey()))
                .doesNotContain(HexFormat.of().formatHex(keys.sessionKey()));
    }
}
