package io.agentgate.cli.wrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.quota.Pace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class WrapOptionsTest {
    private static final List<String> COMMAND = List.of("server", "--policy", "its-own");

    @Test
    void readsWhatTheHelpOffers() throws Exception {
        for (String option : optionsOfTheHelp()) {
            List<List<String>> ways =
                    words("WITHOUT_VALUE").contains(option)
                            ? List.of(List.of(option))
                            : List.of(List.of(option, "1"), List.of(option + "=1"));
            for (List<String> words : ways) {
                boolean named = option.equals("--server");
                List<String> line = new ArrayList<>(words);
                if (!named) {
                    line.add("--");
                    line.addAll(COMMAND);
                }
                assertThat(WrapOptions.parse(line).wrapped())
                        .as("%s", words)
                        .isEqualTo(
                                named ? new Wrapped.ByName("1") : new Wrapped.ByCommand(COMMAND));
            }
        }
    }

    @Test
    void helpOffersWhatIsRead() throws Exception {
        Set<String> read = new TreeSet<>(words("WITH_VALUE"));
        read.addAll(words("WITHOUT_VALUE"));

        assertThat(optionsOfTheHelp()).isEqualTo(read);
    }

    private static List<String> words(String name) throws ReflectiveOperationException {
        var field = WrapOptions.class.getDeclaredField(name);
        field.setAccessible(true);
        return ((List<?>) field.get(null)).stream().map(String::valueOf).toList();
    }

    @Test
    void everyValueGetsToItsPlace() throws CommandException {
        WrapOptions options =
                parse(
                        List.of(
                                "--policy=p",
                                "--candidate",
                                "n",
                                "--db",
                                "d",
                                "--config",
                                "c",
                                "--agent=a=b",
                                "--name",
                                "files",
                                "--validate-arguments",
                                "--rps=0.5",
                                "--burst",
                                "3",
                                "--audit-log",
                                "log.jsonl",
                                "--metrics-port",
                                "9464",
                                "--dashboard-port",
                                "1"));

        assertThat(options)
                .isEqualTo(
                        new WrapOptions(
                                new NamedFiles(
                                        Path.of("c"),
                                        Path.of("p"),
                                        Path.of("n"),
                                        Path.of("d"),
                                        Path.of("log.jsonl")),
                                new Names("a=b", "files"),
                                new Ports(9464, 1),
                                new Pace(0.5, 3),
                                true,
                                new Wrapped.ByCommand(COMMAND)));
    }

    @Test
    void wrongLineIsRefusedWithTheUsage() {
        for (List<String> wrong :
                List.of(
                        List.<String>of(),
                        List.of("--"),
                        List.of("cat"),
                        List.of("--polcy", "p", "--", "cat"),
                        List.of("--policy", "--", "cat"),
                        List.of("--policy=", "--", "cat"),
                        List.of("--validate-arguments=yes", "--", "cat"),
                        List.of("--validate-arguments", "--validate-arguments", "--", "cat"),
                        List.of("--validate-arguments", "yes", "--", "cat"),
                        List.of("--rps=fast", "--", "cat"),
                        List.of("--rps=0", "--", "cat"),
                        List.of("--burst=-1", "--", "cat"),
                        List.of("--name=two words", "--", "cat"),
                        List.of("--metrics-port=0", "--", "cat"),
                        List.of("--metrics-port=65536", "--", "cat"),
                        List.of("--metrics-port=-1", "--", "cat"),
                        List.of("--metrics-port=http", "--", "cat"),
                        List.of("--dashboard-port=0", "--", "cat"),
                        List.of("--server", "files", "--", "cat"),
                        List.of("-p", "--", "cat"))) {
            assertThatThrownBy(() -> WrapOptions.parse(wrong))
                    .as("%s", wrong)
                    .hasMessageContaining("Usage: agentgate wrap")
                    .isInstanceOfSatisfying(
                            CommandException.class,
                            refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE));
        }
    }

    @Test
    void auditLogOnStandardOutputIsRefused() {
        assertThatThrownBy(() -> parse(List.of("--audit-log", "-")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("standard output carries MCP");
    }

    private static WrapOptions parse(List<String> options) throws CommandException {
        List<String> words = new ArrayList<>(options);
        words.add("--");
        words.addAll(COMMAND);
        return WrapOptions.parse(words);
    }

    /** The help's class is not ours to see; its name is all that is needed. */
    private static Set<String> optionsOfTheHelp() throws ClassNotFoundException {
        CommandSpec help =
                CommandSpec.forAnnotatedObject(Class.forName("io.agentgate.cli.WrapHelp"));
        Set<String> names = new TreeSet<>();
        for (OptionSpec option : help.options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                names.addAll(List.of(option.names()));
            }
        }
        return names;
    }
}
