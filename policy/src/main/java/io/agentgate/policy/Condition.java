package io.agentgate.policy;

import io.agentgate.policy.regex.Regex;
import java.util.List;
import java.util.Map;

/**
 * A question about one call, answered true, false or unknown.
 *
 * <p>Every condition keeps the source text it was written as, for explanations.
 */
public sealed interface Condition {

    String source();

    Truth truth(Facts facts, Reading reading);

    /** The innermost part that kept this condition from being true; asked when it was not true. */
    default Condition culprit(Facts facts, Reading reading) {
        return switch (this) {
            case And and -> and.firstFailing(facts, reading).culprit(facts, reading);
            case Or or -> or.terms().getFirst().culprit(facts, reading);
            case Not not -> not;
            case Field _,
                    ContainsPattern _,
                    AtTime _,
                    OfCaller _,
                    HasRole _,
                    EarlierCalls _,
                    Given _ ->
                    this;
        };
    }

    /** Whether it depends on what was seen before. */
    default boolean asksForBackground() {
        return switch (this) {
            case And and -> and.terms().stream().anyMatch(Condition::asksForBackground);
            case Or or -> or.terms().stream().anyMatch(Condition::asksForBackground);
            case Not not -> not.term().asksForBackground();
            case EarlierCalls _ -> true;
            case Field _, ContainsPattern _, AtTime _, OfCaller _, HasRole _, Given _ -> false;
        };
    }

    /** {@code arguments.PATH …}: what is asked of the field. */
    record Field(FieldPath path, FieldTest test, String source) implements Condition {
        @Override
        public Truth truth(Facts facts, Reading reading) {
            return facts.unreadable() ? Truth.UNKNOWN : path.ask(test, facts.arguments(), reading);
        }
    }

    /**
     * {@code arguments contains_pattern 'RE'}: the pattern is found in a decoded key or scalar at
     * any depth, or, when catching, in the compact JSON of all arguments.
     */
    record ContainsPattern(FieldTest.Found test, String source) implements Condition {
        public ContainsPattern(Regex regex, String source) {
            this(new FieldTest.Found(regex), source);
        }

        @Override
        public Truth truth(Facts facts, Reading reading) {
            if (facts.rulesOut(test.regex())) {
                return Truth.FALSE;
            }
            if (facts.unreadable()) {
                return Truth.UNKNOWN;
            }
            Value.Members arguments = facts.arguments();
            if (arguments == null) {
                return test.ofMissing();
            }
            return Truth.of(
                    foundIn(arguments, reading)
                            || (reading == Reading.CATCHING && test.regex().foundIn(facts.json())));
        }

        private boolean foundIn(Value value, Reading reading) {
            return switch (value) {
                case Value.Text text -> text.ask(test, reading) == Truth.TRUE;
                case Value.Scalar scalar -> test.regex().foundIn(scalar.literal());
                case Value.Items items -> foundInAny(items.values(), reading);
                case Value.Members members -> foundInAny(members.values(), reading);
            };
        }

        private boolean foundInAny(List<Value> items, Reading reading) {
            for (Value item : items) {
                if (foundIn(item, reading)) {
                    return true;
                }
            }
            return false;
        }

        private boolean foundInAny(Map<String, Value> members, Reading reading) {
            for (Map.Entry<String, Value> member : members.entrySet()) {
                if (new Value.Text(member.getKey()).ask(test, reading) == Truth.TRUE
                        || foundIn(member.getValue(), reading)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** {@code time.hour …} or {@code time.weekday …}: the call comes at such a time. */
    record AtTime(Moment moment, String source) implements Condition {
        @Override
        public Truth truth(Facts facts, Reading reading) {
            return Truth.of(moment.holds(facts.now()));
        }
    }

    /** {@code caller.agent …} or {@code caller.name …}: what is asked of the name. */
    record OfCaller(NameOf of, FieldTest test, String source) implements Condition {
        /** Whose name it is. */
        public enum NameOf {
            AGENT,
            CALLER
        }

        @Override
        public Truth truth(Facts facts, Reading reading) {
            Caller caller = facts.caller();
            return test.ofText(
                    switch (of) {
                        case AGENT -> caller.agent();
                        case CALLER -> caller.name();
                    });
        }
    }

    /** {@code caller.roles contains 'x'}: it is one of the roles of the caller. */
    record HasRole(String role, String source) implements Condition {
        @Override
        public Truth truth(Facts facts, Reading reading) {
            return Truth.of(facts.caller().roles().contains(role));
        }
    }

    /**
     * {@code session.calls('NAME') OP N}: so many calls of such tools were let through earlier in
     * the session. Where some may not have been seen, there were at least as many as were.
     */
    record EarlierCalls(NamePattern tools, Comparison comparison, long count, String source)
            implements Condition {
        @Override
        public Truth truth(Facts facts, Reading reading) {
            long seen = facts.background().callsOf(tools);
            if (facts.background().sawAllCalls()) {
                return Truth.of(comparison.holds(seen, count));
            }
            return switch (comparison) {
                case GREATER, AT_LEAST ->
                        comparison.holds(seen, count) ? Truth.TRUE : Truth.UNKNOWN;
                case LESS, AT_MOST -> comparison.holds(seen, count) ? Truth.UNKNOWN : Truth.FALSE;
                case EQUAL -> seen > count ? Truth.FALSE : Truth.UNKNOWN;
                case DIFFERENT -> seen > count ? Truth.TRUE : Truth.UNKNOWN;
            };
        }
    }

    /** The argument of this name is a string, empty or not. */
    record Given(String argument, String source) implements Condition {
        @Override
        public Truth truth(Facts facts, Reading reading) {
            if (facts.unreadable()) {
                return Truth.UNKNOWN;
            }
            Value.Members arguments = facts.arguments();
            Value value = arguments == null ? null : arguments.values().get(argument);
            return value == null || value instanceof Value.Text
                    ? Truth.of(value != null)
                    : Truth.UNKNOWN;
        }
    }

    /** Two or more conditions that must all hold. */
    record And(List<Condition> terms, String source) implements Condition {
        public And {
            terms = atLeastTwo(terms);
        }

        @Override
        public Truth truth(Facts facts, Reading reading) {
            Truth truth = Truth.TRUE;
            for (int i = 0; i < terms.size() && truth != Truth.FALSE; i++) {
                truth = truth.and(terms.get(i).truth(facts, reading));
            }
            return truth;
        }

        private Condition firstFailing(Facts facts, Reading reading) {
            Truth whole = truth(facts, reading);
            for (Condition term : terms) {
                if (term.truth(facts, reading) == whole) {
                    return term;
                }
            }
            return terms.getFirst();
        }
    }

    /** Two or more conditions of which one must hold. */
    record Or(List<Condition> terms, String source) implements Condition {
        public Or {
            terms = atLeastTwo(terms);
        }

        @Override
        public Truth truth(Facts facts, Reading reading) {
            Truth truth = Truth.FALSE;
            for (int i = 0; i < terms.size() && truth != Truth.TRUE; i++) {
                truth = truth.or(terms.get(i).truth(facts, reading));
            }
            return truth;
        }
    }

    /** The contrary of a condition, which is therefore read the other way round. */
    record Not(Condition term, String source) implements Condition {
        @Override
        public Truth truth(Facts facts, Reading reading) {
            return term.truth(facts, reading.turned()).not();
        }
    }

    private static List<Condition> atLeastTwo(List<Condition> terms) {
        if (terms.size() < 2) {
            throw new IllegalArgumentException("needs two terms or more");
        }
        return List.copyOf(terms);
    }
}
