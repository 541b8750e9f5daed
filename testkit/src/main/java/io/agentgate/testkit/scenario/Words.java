package io.agentgate.testkit.scenario;

import org.jspecify.annotations.Nullable;

/** What becomes of a scenario's words on their way, and back. */
interface Words {
    /** Nothing does. */
    Words SAME =
            new Words() {
                @Override
                public String initialize(String asIs) {
                    return asIs;
                }

                @Override
                public String sent(String message) {
                    return message;
                }

                @Override
                public String got(String message, @Nullable String expected) {
                    return message;
                }
            };

    /** What begins the session; null if there is none. */
    @Nullable String initialize(String asIs);

    /** What is sent for a message of the scenario. */
    String sent(String message);

    /**
     * What the scenario calls what came.
     *
     * @param expected what is expected there; null if nothing is
     */
    String got(String message, @Nullable String expected);
}
