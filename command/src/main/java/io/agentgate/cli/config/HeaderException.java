package io.agentgate.cli.config;

/** Says what is wrong with a header, never showing its value. */
public final class HeaderException extends Exception {
    private final String message;

    HeaderException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
