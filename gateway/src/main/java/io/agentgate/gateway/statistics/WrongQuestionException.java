package io.agentgate.gateway.statistics;

/** Says which parameter of a question for figures is wrong, and how. */
public final class WrongQuestionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String parameter;
    private final String clause;

    /**
     * @param clause goes behind the parameter's name
     */
    public WrongQuestionException(String parameter, String clause) {
        super("`" + parameter + "` " + clause);
        this.parameter = parameter;
        this.clause = clause;
    }

    public String parameter() {
        return parameter;
    }

    public String clause() {
        return clause;
    }
}
