package io.agentgate.schema;

import org.jspecify.annotations.Nullable;

/** A compiled schema: all its keywords have to hold. */
final class Subschema {
    /** {@code true} and <code>{}</code>. */
    static final Subschema ANYTHING = of();

    /** {@code false}. */
    static final Subschema NOTHING =
            of((value, run, marks) -> run.misfit("false", "must not be there"));

    private Keyword[] keywords = {};
    private boolean marking;

    private static Subschema of(Keyword... keywords) {
        Subschema schema = new Subschema();
        schema.keywords = keywords;
        return schema;
    }

    /**
     * Gives it its keywords; until then it can be referred to.
     *
     * @param marking whether one of them asks what the others have spoken about
     */
    void fill(Keyword[] all, boolean marking) {
        this.keywords = all;
        this.marking = marking;
    }

    /**
     * Whether a value fits.
     *
     * @param outer takes what was spoken about if it does; null if nobody asks
     */
    boolean fits(Json value, Checking run, @Nullable Marks outer) {
        run.descend();
        Marks own = marking || outer != null ? new Marks() : null;
        boolean fits = true;
        for (Keyword keyword : keywords) {
            run.budget().spend(1);
            if (!keyword.holds(value, run, own)) {
                fits = false;
                if (run.isSilent()) {
                    break;
                }
            }
        }
        if (fits && outer != null && own != null) {
            outer.take(own, run);
        }
        run.ascend();
        return fits;
    }

    /** Whether a value fits, with nothing told if it does not. */
    boolean fitsSilently(Json value, Checking run, @Nullable Marks outer) {
        run.hush();
        boolean fits = fits(value, run, outer);
        run.speak();
        return fits;
    }
}
