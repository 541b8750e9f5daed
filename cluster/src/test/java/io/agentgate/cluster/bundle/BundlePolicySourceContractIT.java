package io.agentgate.cluster.bundle;

import io.agentgate.gateway.PolicySource;
import io.agentgate.testkit.policy.PolicySourceContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit calls begin() before every test.
class BundlePolicySourceContractIT extends PolicySourceContract {
    @TempDir private Path home;

    private final NewsForTest news = new NewsForTest();
    private ServiceForTest service;
    private @Nullable BundleFollower follower;
    private long revision;

    @BeforeEach
    void begin() throws Exception {
        service = new ServiceForTest();
    }

    @Override
    protected PolicySource open(String text) {
        change(text);
        BundleFollower opened =
                BundleFollower.start(
                        new BundleSettings(
                                service.address(),
                                new ServiceToken(ServiceForTest.TOKEN),
                                "proxy-0",
                                "0.1.0",
                                home),
                        news,
                        InstantSource.system());
        follower = opened;
        return opened.policies();
    }

    @Override
    protected void change(String text) {
        service.publish(Bundles.of(++revision, text));
    }

    @Override
    protected int refused() {
        return (int) news.count("refused ");
    }

    @Override
    protected void vanish() throws Exception {
        service.close();
        await("the loss", () -> news.count("lost ") > 0);
    }

    @AfterEach
    void end() throws Exception {
        if (follower != null) {
            follower.close();
        }
        service.close();
    }
}
