package io.agentgate.gateway.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureQuestionsTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:34:56Z");

    @Test
    void usualPeriodIsTheLastDay() {
        assertThat(FigureQuestions.period(null, null, NOW))
                .isEqualTo(new Period(NOW.minus(Duration.ofDays(1)), NOW));
    }

    @Test
    void periodBeginsBeforeItEnds() {
        assertThatThrownBy(() -> FigureQuestions.period(NOW, null, NOW))
                .isInstanceOfSatisfying(
                        WrongQuestionException.class,
                        wrong -> assertThat(wrong.parameter()).isEqualTo("since"));
        assertThatThrownBy(() -> FigureQuestions.period(null, Instant.MIN, NOW))
                .isInstanceOfSatisfying(
                        WrongQuestionException.class,
                        wrong -> assertThat(wrong.parameter()).isEqualTo("until"));
    }

    @ParameterizedTest
    @CsvSource({"4, MINUTE", "24, FIVE_MINUTES", "240, HOUR", "1000, DAY"})
    void usualStepIsTheShortestWithRoomForAllPoints(int hours, Step step) {
        Period period = new Period(NOW.minus(Duration.ofHours(hours)), NOW);

        assertThat(FigureQuestions.step(null, period, NOW)).isEqualTo(step);
    }

    @ParameterizedTest
    @CsvSource({"61, 1", "60, 49", "3600, 1501", "'', 1"})
    void stepThatIsNotPossibleIsRefused(String seconds, int hours) {
        Period period = new Period(NOW.minus(Duration.ofHours(hours)), NOW);

        assertThatThrownBy(() -> FigureQuestions.step(seconds, period, NOW))
                .isInstanceOf(WrongQuestionException.class)
                .hasMessageStartingWith("`step` must be ");
    }

    @Test
    void stretchesAreTheLongestThatFitAndLeaveNothingOut() {
        long from = Instant.parse("2026-11-01T22:58:00Z").getEpochSecond();
        long to = Instant.parse("2026-11-04T01:02:00Z").getEpochSecond();

        assertThat(Stretch.of(from, to, FigureLevel.DAY))
                .extracting(Stretch::level, stretch -> stretch.to() - stretch.from())
                .containsExactlyInAnyOrder(
                        tuple(FigureLevel.DAY, 172_800L),
                        tuple(FigureLevel.HOUR, 3_600L),
                        tuple(FigureLevel.HOUR, 3_600L),
                        tuple(FigureLevel.MINUTE, 120L),
                        tuple(FigureLevel.MINUTE, 120L));
        assertThat(Stretch.of(to, to, FigureLevel.DAY)).isEmpty();
    }
}
