package io.agentgate.schema;

import io.agentgate.policy.regex.Regex;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Keywords for any value, for numbers and for strings (JSON Schema 2020-12, validation, sections
 * 6.1 to 6.3).
 */
final class Scalars {
    private static final Set<String> TYPES =
            Set.of("null", "boolean", "object", "array", "number", "string", "integer");

    /** A division takes time that grows with the square of its digits. */
    private static final long DIGITS_SQUARED = 64;

    private Scalars() {}

    static void add(Place place, List<Keyword> keywords) throws SchemaFault {
        type(place, keywords);
        oneOfThese(place, keywords);
        numbers(place, keywords);
        strings(place, keywords);
    }

    private static void type(Place place, List<Keyword> keywords) throws SchemaFault {
        Json named = place.get("type");
        if (named == null) {
            return;
        }
        List<String> types =
                named instanceof Json.Text(String one) ? List.of(one) : place.texts("type", named);
        if (!TYPES.containsAll(types)) {
            throw place.fault("type", "names a type that there is not");
        }
        Set<String> wanted = Set.copyOf(types);
        String demand = "must be " + String.join(" or ", types);
        keywords.add((value, run, _) -> isOf(wanted, value) || run.misfit("type", demand));
    }

    private static boolean isOf(Set<String> types, Json value) {
        return types.contains(value.type())
                || (value instanceof Json.Num number
                        && types.contains("integer")
                        && number.isWhole());
    }

    private static void oneOfThese(Place place, List<Keyword> keywords) throws SchemaFault {
        List<Json> values = place.list("enum");
        if (values != null) {
            keywords.add(
                    new OneOf(
                            "enum", "must be one of the values listed", canonical(place, values)));
        }
        Json only = place.get("const");
        if (only != null) {
            keywords.add(
                    new OneOf("const", "must be the one value", canonical(place, List.of(only))));
        }
    }

    private static Set<String> canonical(Place place, List<Json> values) {
        Set<String> canonical = new HashSet<>();
        values.forEach(value -> canonical.add(value.canonical(place.compiler().budget())));
        return canonical;
    }

    /**
     * What is one of some values.
     *
     * @param values in canonical form
     */
    private record OneOf(String keyword, String demand, Set<String> values) implements Keyword {
        @Override
        public boolean holds(Json value, Checking run, @Nullable Marks marks) {
            return values.contains(value.canonical(run.budget())) || run.misfit(keyword, demand);
        }
    }

    private static void numbers(Place place, List<Keyword> keywords) throws SchemaFault {
        bound(place, keywords, "minimum", "must not be below %s", order -> order >= 0);
        bound(place, keywords, "maximum", "must not be above %s", order -> order <= 0);
        bound(place, keywords, "exclusiveMinimum", "must be above %s", order -> order > 0);
        bound(place, keywords, "exclusiveMaximum", "must be below %s", order -> order < 0);
        BigDecimal divisor = place.number("multipleOf");
        if (divisor == null) {
            return;
        }
        if (divisor.signum() <= 0) {
            throw place.fault("multipleOf", "must be above 0");
        }
        String demand = "must be a multiple of " + divisor;
        keywords.add(
                (value, run, _) ->
                        !(value instanceof Json.Num(BigDecimal number))
                                || isMultiple(number, divisor, run)
                                || run.misfit("multipleOf", demand));
    }

    /** Both are within the range of doubles, so the quotient has some 700 digits at most. */
    private static boolean isMultiple(BigDecimal number, BigDecimal divisor, Checking run) {
        long digits =
                Math.abs((long) number.scale() - divisor.scale())
                        + number.precision()
                        + divisor.precision();
        run.budget().spend(1 + digits * digits / DIGITS_SQUARED);
        return number.remainder(divisor).signum() == 0;
    }

    private static void bound(
            Place place, List<Keyword> keywords, String keyword, String form, IntPredicate right)
            throws SchemaFault {
        BigDecimal bound = place.number(keyword);
        if (bound == null) {
            return;
        }
        String demand = form.formatted(bound);
        keywords.add(
                (value, run, _) ->
                        !(value instanceof Json.Num(BigDecimal number))
                                || right.test(number.compareTo(bound))
                                || run.misfit(keyword, demand));
    }

    private static void strings(Place place, List<Keyword> keywords) throws SchemaFault {
        Integer least = place.count("minLength");
        Integer most = place.count("maxLength");
        if (least != null || most != null) {
            keywords.add(new Length(least, most));
        }
        String source = place.text("pattern");
        if (source != null) {
            Regex pattern = place.pattern("pattern", source);
            keywords.add(
                    (value, run, _) ->
                            !(value instanceof Json.Text(String text))
                                    || run.found(pattern, text)
                                    || run.misfit("pattern", "must match the pattern"));
        }
    }

    /** How long a string is, in characters of Unicode. */
    private record Length(@Nullable Integer least, @Nullable Integer most) implements Keyword {
        @Override
        public boolean holds(Json value, Checking run, @Nullable Marks marks) {
            if (!(value instanceof Json.Text(String text))) {
                return true;
            }
            run.budget().spendOn(text);
            int length = text.codePointCount(0, text.length());
            boolean longEnough =
                    least == null
                            || length >= least
                            || run.misfit(
                                    "minLength", "must have " + least + " characters or more");
            boolean shortEnough =
                    most == null
                            || length <= most
                            || run.misfit("maxLength", "must have " + most + " characters at most");
            return longEnough && shortEnough;
        }
    }
}
