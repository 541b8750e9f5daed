package io.agentgate.policy;

/** Something wrong or doubtful in a policy text, and where. */
public record Problem(Position position, String message) {
    @Override
    public String toString() {
        return position + ": " + message;
    }
}
