package io.agentgate.dashboard;

import java.util.Locale;

/** What somebody may do at a dashboard. */
public enum Right {
    /** See calls, figures, rules, keys, and what runs. */
    READ,
    /** See what calls were about: arguments, results, and a text in them. */
    READ_CONTENTS,
    /** Write a text that may become the policy. */
    WRITE_POLICY,
    /** Put a text in force. */
    ACTIVATE_POLICY,
    /** Set and lift kill switches. */
    STOP_CALLS,
    /** Make keys, and take them back. */
    KEEP_KEYS;

    /** The word that pages know it by. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
