package io.agentgate.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value of a call's arguments, as conditions read it. */
public sealed interface Value {

    /** Its JSON text without blanks and with sorted keys: equal for what is the same. */
    default String compact() {
        return CompactJson.of(this);
    }

    /** A decoded string. Remembers its other forms, once somebody asked; belongs to one thread. */
    final class Text implements Value {
        private final String text;
        private @Nullable Forms forms;

        public Text(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        /**
         * Asks for the text as it stands and in its other {@linkplain Forms forms}: one is enough
         * when catching, all are needed when granting. A test that speaks of separators itself is
         * not held against those of another form when granting: who writes `C:\\` means it.
         */
        Truth ask(FieldTest test, Reading reading) {
            Truth truth = test.ofText(text);
            Forms others = forms();
            if (others.areNone() || truth == reading.settled()) {
                return truth;
            }
            if (others.decoded() != null) {
                truth = reading.join(truth, test.ofText(others.decoded()));
            }
            if (others.separated() != null
                    && (reading == Reading.CATCHING || !test.speaksOfSeparators())) {
                truth = reading.join(truth, test.ofText(others.separated()));
            }
            return truth;
        }

        private Forms forms() {
            Forms known = forms;
            if (known == null) {
                known = Forms.of(text);
                forms = known;
            }
            return known;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Text that && text.equals(that.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        @Override
        public String toString() {
            return "Text[" + text + "]";
        }
    }

    /** A number, {@code true}, {@code false} or {@code null}, as the document spells it. */
    record Scalar(String literal) implements Value {}

    /** An array. */
    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** An object, its members in document order. */
    record Members(Map<String, Value> values) implements Value {
        public static final Members NONE = new Members(Map.of());

        public Members {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }
}
