package io.agentgate.cluster.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.gateway.caller.CallerKeys;
import io.agentgate.testkit.caller.CallerKeysContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundleKeysTest extends CallerKeysContract {
    @Override
    protected CallerKeys open(List<CallerKey> keys) throws Exception {
        ActiveBundle bundle = BundleReader.read(Bundles.of(1, null, keys, "[]").getBytes(UTF_8));
        return new BundleKeys(() -> bundle);
    }

    @Override
    protected boolean noKeysMeansNoAuthentication() {
        return false;
    }

    @Test
    void withoutABundleNobodyGetsIn() {
        CallerKeys keys = new BundleKeys(() -> ActiveBundle.NONE);

        assertThat(keys.isEmpty()).isFalse();
        assertThat(keys.verify(newKey().reveal(), NOW)).isNull();
    }
}
