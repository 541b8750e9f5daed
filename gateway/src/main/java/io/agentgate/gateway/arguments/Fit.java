package io.agentgate.gateway.arguments;

import java.util.List;

/** Whether arguments are what their schema wants. */
public sealed interface Fit {
    /** They are. */
    Fit GOOD = new Good();

    /** They are. */
    record Good() implements Fit {}

    /**
     * They are not.
     *
     * @param misfits the first few, at least one
     */
    record Bad(List<Misfit> misfits) implements Fit {
        public Bad {
            misfits = List.copyOf(misfits);
        }
    }

    /**
     * Nobody can tell.
     *
     * @param why what keeps one from telling; holds no value
     */
    record Untold(String why) implements Fit {}
}
