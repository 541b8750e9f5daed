package io.agentgate.policy;

/**
 * How a predicate reads what leaves it a choice: on the side of catching, or on the side of
 * granting.
 *
 * <p>A predicate has a choice when its path leads to several values, or when arguments can be
 * searched both decoded and as JSON text. A rule that restricts must not be dodged by hiding one
 * bad value among good ones, so it is read {@link #CATCHING}: any value is enough. A rule that
 * allows must not be earned by one good value among bad ones, so it is read {@link #GRANTING}: all
 * values are needed.
 *
 * <p>{@code not} turns the reading round. Take {@code deny not (path is inside)} with one path
 * inside and one outside: the rule must match, so "inside" must come out false, so it must need
 * <em>all</em> paths: the denied rule reads the negated predicate as granting. Every operator is
 * monotone in its operands except {@code not}, which is antitone; and for every predicate the
 * catching reading is at least as true as the granting one. By induction a whole condition read as
 * catching is at least as true as the same condition read as granting, so turning the reading at
 * {@code not} keeps the promise of the rule at any depth.
 */
public enum Reading {
    CATCHING,
    GRANTING;

    public Reading turned() {
        return this == CATCHING ? GRANTING : CATCHING;
    }

    /** Joins the truths of two values that one predicate leads to. */
    Truth join(Truth one, Truth other) {
        return this == CATCHING ? one.or(other) : one.and(other);
    }

    /** The truth that no further value can change. */
    Truth settled() {
        return this == CATCHING ? Truth.TRUE : Truth.FALSE;
    }

    /** Whether an outcome makes a rule apply that is read this way: the unknown catches. */
    boolean matches(Truth truth) {
        return truth == Truth.TRUE || (truth == Truth.UNKNOWN && this == CATCHING);
    }
}
