package io.agentgate.transports.entrance;

/** What came of the question who a caller is. */
public sealed interface Login {
    /** Nobody was asked: no keys are configured. */
    Login ANONYMOUS = new Accepted("anonymous", false);

    /**
     * The request is this caller's.
     *
     * @param caller the name calls are recorded under
     * @param proven whether the caller has shown that it is who it says
     */
    record Accepted(String caller, boolean proven) implements Login {}

    /** The request is nobody's. */
    record Denied(Rejection rejection) implements Login {}
}
