package io.agentgate.gateway.arguments;

/**
 * One thing that is wrong with arguments. It holds nothing of their values.
 *
 * @param pointer JSON Pointer (RFC 6901) to the value, empty for the arguments as a whole; names
 *     that are no plain words are {@code *}
 * @param keyword of the schema
 * @param demand what it asks for, in words
 */
public record Misfit(String pointer, String keyword, String demand) {
    @Override
    public String toString() {
        String place = pointer.isEmpty() ? "they" : pointer;
        return place + " " + demand + " (" + keyword + ")";
    }
}
