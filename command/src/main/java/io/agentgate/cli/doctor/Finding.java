package io.agentgate.cli.doctor;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What one check found.
 *
 * @param check the word for what was looked at
 * @param cure what to do about it; empty when all is well
 * @param fix does that, where it may be done without asking; null where it may not
 */
record Finding(String check, Grade grade, String what, String cure, @Nullable Fix fix) {

    /** How bad it is. */
    enum Grade {
        OK("ok"),
        /** Something works, though perhaps not as wanted. */
        WARNING("warning"),
        /** Something does not work. */
        WRONG("wrong");

        private final String word;

        Grade(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** What puts it right. */
    interface Fix {
        void apply() throws IOException;
    }

    static Finding ok(String check, String what) {
        return new Finding(check, Grade.OK, what, "", null);
    }

    static Finding warning(String check, String what, String cure) {
        return new Finding(check, Grade.WARNING, what, cure, null);
    }

    static Finding wrong(String check, String what, String cure) {
        return new Finding(check, Grade.WRONG, what, cure, null);
    }

    Finding with(Fix remedy) {
        return new Finding(check, grade, what, cure, remedy);
    }
}
