package io.agentgate.embedded.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Problem;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePolicySourceIT {
    private static final String ONE_RULE =
            """
            [metadata]
            name = "test"
            version = "1"

            [[rules]]
            id = "no-shell"
            tool = "bash"
            action = "deny"
            """;
    private static final String TWO_RULES =
            ONE_RULE
                    + """

                    [[rules]]
                    id = "no-delete"
                    tool = "delete_file"
                    action = "deny"
                    """;

    @TempDir Path directory;

    private final BlockingQueue<Object> news = new LinkedBlockingQueue<>();
    private final PolicyListener listener =
            new PolicyListener() {
                @Override
                public void loaded(PolicySet policies) {
                    news.add(policies);
                }

                @Override
                public void refused(List<Problem> problems) {
                    news.add(problems);
                }
            };

    @Test
    void savingInPlaceBringsTheNewPolicyIntoForce() throws Exception {
        Path file = Files.writeString(directory.resolve("policy.toml"), ONE_RULE);
        try (FilePolicySource source = started(file)) {
            Files.writeString(file, TWO_RULES);

            assertThat(news.poll(5, TimeUnit.SECONDS)).isSameAs(source.current());
            assertThat(source.current().rules()).hasSize(2);
        }
    }

    @Test
    void savingAnIncludedFileBringsItsRulesIntoForce() throws Exception {
        Path shared = Files.createDirectory(directory.resolve("shared")).resolve("base.toml");
        Files.writeString(shared, "rules = []");
        Path file =
                Files.writeString(
                        directory.resolve("policy.toml"),
                        "includes = ['shared/base.toml']\n" + ONE_RULE);
        try (FilePolicySource source = started(file)) {
            Files.writeString(shared, "= =");
            assertThat(news.poll(5, TimeUnit.SECONDS).toString()).contains(shared + ":1:1");

            Files.writeString(shared, TWO_RULES.replace("no-shell", "first"));
            assertThat(news.poll(5, TimeUnit.SECONDS)).isSameAs(source.current());
            assertThat(source.current().rules()).hasSize(3);
        }
    }

    @Test
    void savingByRenameBringsTheNewPolicyIntoForce() throws Exception {
        Path file = Files.writeString(directory.resolve("policy.toml"), ONE_RULE);
        try (FilePolicySource source = started(file)) {
            Path draft = Files.writeString(directory.resolve(".policy.toml.swp"), TWO_RULES);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);

            assertThat(news.poll(5, TimeUnit.SECONDS)).isSameAs(source.current());
            assertThat(source.current().rules()).hasSize(2);
        }
    }

    @Test
    void textThatIsNoPolicyChangesNothingAndSaysWhere() throws Exception {
        Path file = Files.writeString(directory.resolve("policy.toml"), ONE_RULE);
        try (FilePolicySource source = started(file)) {
            PolicySet before = source.current();
            Files.writeString(file, ONE_RULE.replace("deny", "dney"));

            assertThat(news.poll(5, TimeUnit.SECONDS)).asString().contains(file + ":8:");
            assertThat(source.current()).isSameAs(before);
        }
    }

    @Test
    void deletingTheFileChangesNothing() throws Exception {
        Path file = Files.writeString(directory.resolve("policy.toml"), ONE_RULE);
        try (FilePolicySource source = started(file)) {
            PolicySet before = source.current();
            Files.delete(file);
            Files.writeString(file, TWO_RULES);

            assertThat(news.poll(5, TimeUnit.SECONDS)).isSameAs(source.current());
            assertThat(source.current()).isNotSameAs(before);
        }
    }

    @Test
    void theBeginningOfASaveNeverComesIntoForce() throws Exception {
        Path file = Files.writeString(directory.resolve("policy.toml"), TWO_RULES);
        try (FilePolicySource source = new FilePolicySource(file, listener)) {
            Files.writeString(file, ONE_RULE);
            source.look();
            Files.writeString(file, TWO_RULES + "# the end\n");
            source.look();
            assertThat(news).isEmpty();

            source.look();
            assertThat(news.poll()).isSameAs(source.current());
            assertThat(source.current().rules()).hasSize(2);
            assertThat(news).isEmpty();
        }
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws Exception {
        Path file = directory.resolve("policy.toml");
        Files.write(
                file,
                ONE_RULE.replace("bash", "\u00e9t\u00e9").getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> new FilePolicySource(file, listener))
                .isInstanceOf(MalformedInputException.class);
    }

    private FilePolicySource started(Path file) throws IOException, PolicyException {
        FilePolicySource source = new FilePolicySource(file, listener);
        source.start();
        return source;
    }
}
