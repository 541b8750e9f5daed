package io.agentgate.embedded.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.caller.ApiKey;
import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.CallerKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCallerKeysIT {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir Path directory;

    @Test
    void revocationIsInForceWithinASecond() throws Exception {
        ApiKey text = ApiKey.generate(new SecureRandom());
        CallerKey key = CallerKey.of(text, new Caller("ci"), NOW, null);
        CallerKeyFile file = new CallerKeyFile(directory.resolve("keys.toml"));
        file.change(before -> List.of(key));
        BlockingQueue<Object> news = new LinkedBlockingQueue<>();
        CallerKeysListener listener =
                new CallerKeysListener() {
                    @Override
                    public void loaded(int keys) {
                        news.add(keys);
                    }

                    @Override
                    public void refused(String problem) {
                        news.add(problem);
                    }
                };
        try (FileCallerKeys keys = new FileCallerKeys(file.path(), listener)) {
            keys.start();
            assertThat(keys.verify(text.reveal(), NOW)).isEqualTo(key.caller());

            file.change(before -> List.of(key.revokedAt(NOW)));

            assertThat(news.poll(5, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(keys.verify(text.reveal(), NOW)).isNull();
        }
        // One look sees the change, the next that it is at rest, and a third may just have begun.
        assertThat(FileWatch.INTERVAL.multipliedBy(3)).isLessThan(Duration.ofSeconds(1));
    }
}
