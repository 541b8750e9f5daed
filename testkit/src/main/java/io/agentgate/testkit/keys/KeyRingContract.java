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
    void auditKeyHas32Bytes() throws Exception {
        assertThat(open().auditKey()).hasSize(32);
    }

    @Test
    void auditKeyStaysTheSame() throws Exception {
        KeyRing keys = open();

        assertThat(keys.auditKey()).isEqualTo(keys.auditKey());
        assertThat(open().auditKey()).isEqualTo(keys.auditKey());
    }

    @Test
    void everyStoreHasAKeyOfItsOwn() throws Exception {
        assertThat(open().auditKey()).isNotEqualTo(openElsewhere().auditKey());
    }

    @Test
    void textFormNeverShowsAKey() throws Exception {
        KeyRing keys = open();

        assertThat(keys.toString()).doesNotContain(HexFormat.of().formatHex(keys.auditKey()));
    }
}
