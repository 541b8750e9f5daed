package io.agentgate.gateway.killswitch;

/** Says which member of a kill switch is wrong, and how. */
public final class WrongFieldException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String clause;

    /**
     * @param clause goes behind the member's name
     */
    public WrongFieldException(String field, String clause) {
        super("`" + field + "` " + clause);
        this.field = field;
        this.clause = clause;
    }

    public String field() {
        return field;
    }

    public String clause() {
        return clause;
    }
}
