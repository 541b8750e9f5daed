package io.agentgate.policy;

import java.math.BigDecimal;

/** A value that a condition spells out, to compare fields with. */
public sealed interface Literal {

    /** Whether there is an order among values of this kind. */
    default boolean isOrdered() {
        return switch (this) {
            case Text _, Numeral _ -> true;
            case Bool _, Null _ -> false;
        };
    }

    /** A text; texts are ordered by their characters. */
    record Text(String text) implements Literal {}

    /** A number, of any size: it is compared digit by digit, never as a float. */
    record Numeral(BigDecimal value) implements Literal {}

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements Literal {}

    /** {@code null}. */
    record Null() implements Literal {}
}
