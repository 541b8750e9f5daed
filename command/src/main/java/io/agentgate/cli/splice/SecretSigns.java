package io.agentgate.cli.splice;

import java.util.regex.Pattern;

/** What gives a secret away, by its name or by its looks. Meant to find too many, not too few. */
public final class SecretSigns {
    private static final Pattern NAME =
            Pattern.compile(
                    "(?i).*(token|secret|passw|passphrase|[_-]pass$|^pass$|^pin$|[_-]pin$|pwd|api[_-]?key|apikey|access[_-]?key|private[_-]?key"
                        + "|authorization|credential|cookie|bearer|[_-]key$|^key$|[_-]pat$|^auth$"
                        + "|dsn$|connection[_-]?string|database[_-]?ur[il]).*");

    private static final Pattern LOOKS =
            Pattern.compile(
                    "(?:\\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{8,}|\\bgh[pousr]_[A-Za-z0-9]{10,}"
                        + "|\\bgithub_pat_|\\bglpat-|\\bxox[a-z]-|\\bAKIA[0-9A-Z]{12}|\\bAIza[\\w-]{20}"
                        + "|\\bya29\\.|\\beyJ[\\w-]{10,}|-----BEGIN"
                        + "|\\bagk_[A-Za-z0-9]|\\bhf_[A-Za-z0-9]{10,}|\\bnpm_[A-Za-z0-9]{10,})");

    private static final Pattern NAMED =
            Pattern.compile(
                    "(?i)(?:^|[\\s?&;-])[\\w-]*(?:token|secret|passw(?:or)?d|pwd|api[_-]?key|access[_-]?key"
                        + "|authorization|credential|[_-]key|\\bkey|\\bauth)[\\w-]*\\s*[=:]\\s*\\S+");

    private static final Pattern USER_INFO = Pattern.compile("://[^/\\s@]+@");
    private static final Pattern SCHEME = Pattern.compile("(?i)\\b(?:bearer|basic)\\s+\\S+");

    /** What no word of a language is. */
    private static final Pattern OPAQUE =
            Pattern.compile("(?<![\\w/.@-])(?=[\\w+=-]*[0-9])(?=[\\w+=-]*[A-Za-z])[\\w+=-]{32,}");

    /** Key, token, password. */
    private static final Pattern SHORT_OPTION = Pattern.compile("-[ktp]");

    private static final Pattern WORD = Pattern.compile("[a-z-]+");

    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{[^}]*}|\\$[A-Za-z_][A-Za-z0-9_]*|\\{\\{[^}]*}}");

    private SecretSigns() {}

    /** Whether a value of this name is probably a secret. */
    public static boolean inName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether a text probably is or holds a secret; references to variables are none. */
    public static boolean inValue(String value) {
        String literal = REFERENCE.matcher(value).replaceAll("");
        return LOOKS.matcher(literal).find()
                || NAMED.matcher(literal).find()
                || USER_INFO.matcher(literal).find()
                || SCHEME.matcher(literal).find()
                || OPAQUE.matcher(literal).find();
    }

    /** Whether a text names variables and nothing that could be secret beside them. */
    public static boolean isReference(String value) {
        String rest = REFERENCE.matcher(value).replaceAll("");
        return !rest.equals(value)
                && (rest.isBlank() || rest.strip().matches("(?i)bearer|basic|token"));
    }

    /** Whether a word of a command line is an option whose value is a secret. */
    public static boolean inOption(String word) {
        return word.startsWith("-") && word.indexOf('=') < 0 && inName(word);
    }

    /**
     * Whether a word of a command line is a secret because of the option before it. An option of
     * one letter may mean something else, and does where its value is plain to see.
     */
    public static boolean inArgument(String option, String value) {
        return inOption(option)
                ? !value.startsWith("-")
                : SHORT_OPTION.matcher(option).matches()
                        && !value.startsWith("-")
                        && !Harmless.is(value)
                        && (option.equals("-k") || !WORD.matcher(value).matches());
    }
}
