package io.agentgate.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.journal.JournalMode;
import io.agentgate.gateway.journal.JournalSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JournalConfigTest {
    private static final Home HOME = new Home(Path.of("/home/of/nobody"));
    private static final Path FILE = Path.of("config.toml");

    private static Config read(String text) throws CommandException {
        return ConfigFile.read(FILE, text, Config.ofDefaults(HOME));
    }

    @ParameterizedTest
    @EnumSource
    void journalHasTheModeThatIsNamed(JournalMode mode) throws Exception {
        Config config = read("[journal]\nmode = \"" + mode.word() + "\"\n");

        assertThat(config.journal()).isEqualTo(Config.ofDefaults(HOME).journal().in(mode));
    }

    @Test
    void journalBlocksUnlessTheFileSaysOtherwise() throws Exception {
        assertThat(read("").journal().mode()).isEqualTo(JournalMode.BLOCKING);
    }

    @Test
    void serverHasLargerSegmentsUnlessTheFileAsksForASmallJournal() throws Exception {
        Config defaults = Config.load(HOME, null, JournalSettings.ofServer());
        String text = "journal.max_bytes = 33554432";

        assertThat(defaults.journal()).isEqualTo(JournalSettings.ofServer());
        assertThat(ConfigFile.read(FILE, text, defaults).journal().maxBytes()).isEqualTo(32 << 20);
        assertThat(ConfigFile.read(FILE, text, defaults).journal().segmentBytes())
                .isEqualTo(16 << 20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    "blocking_strict" | did you mean `blocking-strict`?
                    "bacth"           | did you mean `batch`?
                    "Batch"           | did you mean `batch`?
                    "asynchronous"    | valid here: blocking, blocking-strict, batch
                    7                 | must be one of blocking, blocking-strict, batch
                    """)
    void wrongModeIsRefusedWithItsPlaceAndAdvice(String value, String advice) {
        assertThatThrownBy(() -> read("[journal]\n  mode = " + value + "\n"))
                .hasMessageContaining("config.toml:2:3: ")
                .hasMessageContaining(advice)
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIG));
    }
}
