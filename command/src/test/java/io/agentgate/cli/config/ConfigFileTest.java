package io.agentgate.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.gateway.audit.Retention;
import io.agentgate.gateway.circuit.CircuitSettings;
import io.agentgate.gateway.quota.RateLimits;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
    private static final Home HOME = new Home(Path.of("/home/x"));
    private static final Path FILE = Path.of("/home/x/config.toml");

    private static Config read(String... lines) throws CommandException {
        return ConfigFile.read(FILE, String.join("\n", lines), Config.ofDefaults(HOME));
    }

    @Test
    void withoutFiguresThereIsNoLimitAndNoBreaker() throws CommandException {
        assertThat(read("db_path = 'x.db'").rateLimits()).isEqualTo(RateLimits.NONE);
        assertThat(read("[rate_limits]").rateLimits()).isEqualTo(RateLimits.NONE);
        assertThat(read("").breaker()).isNull();
    }

    @Test
    void everyLimitIsOptionalAndMayBeZero() throws CommandException {
        assertThat(
                        read(
                                        "[rate_limits]",
                                        "global_max_calls_per_minute = 500",
                                        "per_tool_max_calls_per_minute = 100",
                                        "per_agent_max_calls_per_minute = 200")
                                .rateLimits())
                .isEqualTo(new RateLimits(500L, 100L, 200L));
        assertThat(read("rate_limits.per_tool_max_calls_per_minute = 0").rateLimits())
                .isEqualTo(new RateLimits(null, 0L, null));
    }

    @Test
    void retentionHasDefaultsAndZeroKeepsAll() throws CommandException {
        assertThat(read("").retention()).isEqualTo(new Retention(30, 500_000));
        assertThat(read("[log_retention]\nretention_days = 7").retention())
                .isEqualTo(new Retention(7, 500_000));
        assertThat(read("[log_retention]\nretention_days = 0\nmax_rows = 0").retention())
                .isEqualTo(new Retention(0, 0));
    }

    @Test
    void breakerIsOnWhereItsTableIs() throws CommandException {
        assertThat(
                        read(
                                        "[circuit_breaker]",
                                        "error_threshold = 3",
                                        "window_seconds = 10",
                                        "cooldown_seconds = 20")
                                .breaker())
                .isEqualTo(new CircuitSettings(3, Duration.ofSeconds(10), Duration.ofSeconds(20)));
        assertThat(read("[circuit_breaker]").breaker())
                .isEqualTo(new CircuitSettings(5, Duration.ofSeconds(30), Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[rate_limit]|1:1: unknown key `rate_limit`; did you mean `rate_limits`?",
                "rate_limits = 5|1:1: `rate_limits` must be a table: [rate_limits]",
                "[rate_limits];global_max_calls = 5"
                        + "|2:1: unknown key `rate_limits.global_max_calls`; valid here:",
                "[rate_limits];per_tol_max_calls_per_minute = 5"
                        + "|did you mean `per_tool_max_calls_per_minute`?",
                "[rate_limits];global_max_calls_per_minute = -1"
                        + "|2:1: `rate_limits.global_max_calls_per_minute` must be a whole number"
                        + " from 0 to 1000000000",
                "[rate_limits];per_agent_max_calls_per_minute = '5'|2:1: `rate_limits.per_agent",
                "[circuit_breaker];error_treshold = 5|2:1: unknown key",
                "[circuit_breaker];error_threshold = 0"
                        + "|2:1: `circuit_breaker.error_threshold` must be a whole number from 1"
                        + " to 1000",
                "[circuit_breaker];error_threshold = 1001|from 1 to 1000",
                "[log_retention];max_rows = -1|from 0 to 1000000000",
                "[circuit_breaker];window_seconds = 0|from 1 to 86400",
                "[circuit_breaker];cooldown_seconds = 1.5|from 1 to 86400"
            })
    void wrongFigureIsRefusedWithItsPlace(String text, String reason) {
        assertThatThrownBy(() -> read(text.split(";")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(FILE + ":")
                .hasMessageContaining(reason);
    }
}
