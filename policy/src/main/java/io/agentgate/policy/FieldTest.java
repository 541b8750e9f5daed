package io.agentgate.policy;

import io.agentgate.policy.regex.Regex;
import java.math.BigDecimal;
import java.util.List;

/** What a condition asks of each value that its path leads to. */
public sealed interface FieldTest {

    /** Of a text. */
    Truth ofText(String text);

    /** Of a number, {@code true}, {@code false} or {@code null}, as the document spells it. */
    Truth ofScalar(String literal);

    /** Of an object. */
    Truth ofMembers(Value.Members members);

    /** Of a field that is not there. */
    Truth ofMissing();

    /** Whether a list is asked as a whole; if not, each of its elements is. */
    default boolean takesLists() {
        return switch (this) {
            case Found _, Compared _, OneOf _ -> false;
            case Exists _, Size _ -> true;
        };
    }

    /** Whether it says itself how separators of paths are written. */
    default boolean speaksOfSeparators() {
        return switch (this) {
            case Found(Regex regex) -> regex.speaksOfSeparators();
            case Compared(Comparison _, Literal literal) ->
                    literal instanceof Literal.Text(String text) && Separators.areIn(text);
            case OneOf(List<Compared> each) ->
                    each.stream().anyMatch(FieldTest::speaksOfSeparators);
            case Exists _, Size _ -> false;
        };
    }

    /** Of a list; asked only where lists are {@linkplain #takesLists taken}. */
    default Truth ofItems(Value.Items items) {
        return switch (this) {
            case Found _, Compared _, OneOf _ -> Truth.UNKNOWN;
            case Exists _ -> Truth.TRUE;
            case Size size -> size.of(items.values().size());
        };
    }

    /** {@code matches 'RE'}: the pattern is found in it. */
    record Found(Regex regex) implements FieldTest {
        @Override
        public Truth ofText(String text) {
            return Truth.of(regex.foundIn(text));
        }

        @Override
        public Truth ofScalar(String literal) {
            return Truth.UNKNOWN;
        }

        @Override
        public Truth ofMembers(Value.Members members) {
            return Truth.UNKNOWN;
        }

        @Override
        public Truth ofMissing() {
            return ofText("");
        }
    }

    /** {@code OP literal}. A value of another kind than the literal is unknown. */
    record Compared(Comparison comparison, Literal literal) implements FieldTest {
        /** Longer numbers are not computed with. */
        private static final int MAX_DIGITS = 128;

        /** So many digits fit into a long, whichever they are. */
        private static final int SAFE_DIGITS = 18;

        @Override
        public Truth ofText(String text) {
            return switch (literal) {
                case Literal.Text(String wanted) ->
                        Truth.of(comparison.admits(text.compareTo(wanted)));
                case Literal.Null _ -> Truth.of(comparison == Comparison.DIFFERENT);
                case Literal.Numeral _, Literal.Bool _ -> Truth.UNKNOWN;
            };
        }

        @Override
        public Truth ofScalar(String text) {
            boolean isNull = text.equals("null");
            boolean isBool = text.equals("true") || text.equals("false");
            return switch (literal) {
                case Literal.Null _ -> Truth.of(comparison.admits(isNull ? 0 : 1));
                case Literal.Bool(boolean wanted) ->
                        isBool
                                ? Truth.of(
                                        comparison.admits(
                                                text.equals(Boolean.toString(wanted)) ? 0 : 1))
                                : Truth.UNKNOWN;
                case Literal.Numeral(BigDecimal wanted) ->
                        isNull || isBool ? Truth.UNKNOWN : ofNumber(text, wanted);
                case Literal.Text _ -> Truth.UNKNOWN;
            };
        }

        private Truth ofNumber(String text, BigDecimal wanted) {
            if (text.length() > MAX_DIGITS) {
                return Truth.UNKNOWN;
            }
            try {
                BigDecimal number =
                        isShortInteger(text)
                                ? BigDecimal.valueOf(Long.parseLong(text))
                                : new BigDecimal(text);
                return Truth.of(comparison.admits(number.compareTo(wanted)));
            } catch (NumberFormatException beyondAllExponents) {
                return Truth.UNKNOWN;
            }
        }

        private static boolean isShortInteger(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    return false;
                }
            }
            return text.length() <= SAFE_DIGITS;
        }

        @Override
        public Truth ofMembers(Value.Members members) {
            return literal instanceof Literal.Null
                    ? Truth.of(comparison == Comparison.DIFFERENT)
                    : Truth.UNKNOWN;
        }

        /** It is the empty text, and so equals nothing else; no number is more or less. */
        @Override
        public Truth ofMissing() {
            return literal instanceof Literal.Text || !comparison.isOfEquals()
                    ? ofText("")
                    : Truth.of(comparison == Comparison.DIFFERENT);
        }
    }

    /** {@code in [literal, …]}: it is equal to one of them, which are all of one kind. */
    record OneOf(List<Compared> each) implements FieldTest {
        public OneOf {
            each = List.copyOf(each);
            if (each.isEmpty()) {
                throw new IllegalArgumentException("nothing is one of none");
            }
        }

        public static OneOf of(List<Literal> literals) {
            return new OneOf(
                    literals.stream()
                            .map(literal -> new Compared(Comparison.EQUAL, literal))
                            .toList());
        }

        @Override
        public Truth ofText(String text) {
            Truth truth = Truth.FALSE;
            for (int i = 0; i < each.size() && truth != Truth.TRUE; i++) {
                truth = truth.or(each.get(i).ofText(text));
            }
            return truth;
        }

        @Override
        public Truth ofScalar(String literal) {
            Truth truth = Truth.FALSE;
            for (int i = 0; i < each.size() && truth != Truth.TRUE; i++) {
                truth = truth.or(each.get(i).ofScalar(literal));
            }
            return truth;
        }

        @Override
        public Truth ofMembers(Value.Members members) {
            return each.getFirst().ofMembers(members);
        }

        @Override
        public Truth ofMissing() {
            Truth truth = Truth.FALSE;
            for (int i = 0; i < each.size() && truth != Truth.TRUE; i++) {
                truth = truth.or(each.get(i).ofMissing());
            }
            return truth;
        }
    }

    /** {@code exists}: it is there, {@code null} or not. */
    record Exists() implements FieldTest {
        @Override
        public Truth ofText(String text) {
            return Truth.TRUE;
        }

        @Override
        public Truth ofScalar(String literal) {
            return Truth.TRUE;
        }

        @Override
        public Truth ofMembers(Value.Members members) {
            return Truth.TRUE;
        }

        @Override
        public Truth ofMissing() {
            return Truth.FALSE;
        }
    }

    /** {@code size(…) OP n}: so many elements of a list, or members of an object. */
    record Size(Comparison comparison, long count) implements FieldTest {
        private Truth of(int size) {
            return Truth.of(comparison.holds(size, count));
        }

        @Override
        public Truth ofText(String text) {
            return Truth.UNKNOWN;
        }

        @Override
        public Truth ofScalar(String literal) {
            return Truth.UNKNOWN;
        }

        @Override
        public Truth ofMembers(Value.Members members) {
            return of(members.values().size());
        }

        @Override
        public Truth ofMissing() {
            return of(0);
        }
    }
}
