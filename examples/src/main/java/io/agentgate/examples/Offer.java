package io.agentgate.examples;

import java.util.function.BiFunction;
import java.util.function.Function;

/** An offer is something clients can ask for: its description for them, and what answers. */
record Offer<D, Q, A>(D description, Function<Q, A> answer) {
    /**
     * For the SDK, whose handlers learn which connection asks; to the workshop all are the same.
     */
    <C> BiFunction<C, Q, A> handler() {
        return (connection, request) -> answer.apply(request);
    }
}
