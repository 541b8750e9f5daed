package io.agentgate.protocol;

/**
 * The sizes beyond which a message is refused.
 *
 * @param maxBytes of the whole message
 * @param maxDepth of nested objects and arrays, the message itself being the first
 * @param maxString bytes of a string between its quotes, as spelled
 * @param maxNumber characters of a number
 * @param maxKeys members of all objects together
 * @param maxName characters of a tool or prompt name
 */
public record Limits(
        int maxBytes, int maxDepth, int maxString, int maxNumber, int maxKeys, int maxName) {

    public static final Limits DEFAULT = new Limits(4 << 20, 64, 2 << 20, 64, 10_000, 128);

    /** The scanner recurses, so the stack bounds what may be asked for. */
    private static final int DEEPEST = 500;

    public Limits {
        if (maxBytes < 1 || maxString < 1 || maxNumber < 1 || maxKeys < 1 || maxName < 1) {
            throw new IllegalArgumentException("a limit must be positive");
        }
        if (maxDepth < 1 || maxDepth > DEEPEST) {
            throw new IllegalArgumentException("maxDepth must be 1.." + DEEPEST);
        }
    }
}
