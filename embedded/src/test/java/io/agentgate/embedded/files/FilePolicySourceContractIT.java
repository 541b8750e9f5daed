package io.agentgate.embedded.files;

import io.agentgate.gateway.PolicySource;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Problem;
import io.agentgate.testkit.policy.PolicySourceContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FilePolicySourceContractIT extends PolicySourceContract {
    @TempDir Path directory;

    private final AtomicInteger refusals = new AtomicInteger();
    private @Nullable FilePolicySource opened;

    private Path file() {
        return directory.resolve("policy.toml");
    }

    @Override
    protected PolicySource open(String text) throws Exception {
        change(text);
        FilePolicySource source =
                new FilePolicySource(
                        file(),
                        new PolicyListener() {
                            @Override
                            public void loaded(PolicySet policies) {}

                            @Override
                            public void refused(List<Problem> problems) {
                                refusals.incrementAndGet();
                            }
                        });
        source.start();
        opened = source;
        return source;
    }

    @Override
    protected void change(String text) throws Exception {
        Files.writeString(file(), text);
    }

    @Override
    protected int refused() {
        return refusals.get();
    }

    @Override
    protected void vanish() throws Exception {
        Files.delete(file());
        if (opened != null) {
            opened.look();
            opened.look();
        }
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
