package io.agentgate.gateway.audit;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a decision came about: one object of compact JSON, as {@code docs/reference/audit-record.md}
 * describes it. It is made once, where the decision is recorded, and passed on as it is.
 */
public final class Evaluation {
    /** None is longer, in bytes. */
    public static final int MAX_BYTES = 4096;

    private final byte[] json;

    /**
     * Of a JSON object, which is not copied.
     *
     * @throws IllegalArgumentException if it is longer than {@link #MAX_BYTES}
     */
    public Evaluation(byte[] json) {
        if (json.length > MAX_BYTES) {
            throw new IllegalArgumentException("an evaluation of " + json.length + " bytes");
        }
        this.json = json;
    }

    /** Of what was stored; null for nothing, and for more than this version can hold. */
    public static @Nullable Evaluation ofStored(byte @Nullable [] json) {
        return json == null || json.length > MAX_BYTES ? null : new Evaluation(json);
    }

    /** The same of a text. */
    public static @Nullable Evaluation ofText(@Nullable String json) {
        return json == null ? null : ofStored(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The object; not to be changed. */
    public byte[] json() {
        return json;
    }

    /** The object as text. */
    public String text() {
        return new String(json, StandardCharsets.UTF_8);
    }

    /** Writes one as a value on one line; null is written as a JSON null. */
    public static void write(JsonWriter out, @Nullable Evaluation evaluation) {
        if (evaluation == null) {
            out.nullValue();
        } else {
            out.raw(Frame.of(evaluation.json).onOneLine().bytes());
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Evaluation evaluation && Arrays.equals(json, evaluation.json);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(json);
    }

    @Override
    public String toString() {
        return text();
    }
}
