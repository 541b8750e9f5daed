package io.agentgate.proxy.identity;

/** A token was looked at, and proves nothing. */
final class TokenRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TokenRefusedException() {
        super("the token is not valid");
    }
}
