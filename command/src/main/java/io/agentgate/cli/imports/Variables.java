package io.agentgate.cli.imports;

import io.agentgate.cli.splice.SecretSigns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment variables that imported servers need. References in any program's syntax become
 * {@code ${NAME}}, and so do secrets that stood in the file itself.
 */
final class Variables {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{([^}]*)}|\\$([A-Z_][A-Z0-9_]*)(?![A-Za-z0-9_])");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** What an argument has before its secret: an option, a variable or a header's name. */
    private static final Pattern LEAD =
            Pattern.compile("(-{0,2}[\\w.-]+)(=|:\\s*)(.+)", Pattern.DOTALL);

    private static final Pattern SCHEME =
            Pattern.compile("(?i)((?:bearer|basic|token)\\s+).+", Pattern.DOTALL);

    /** What only an editor knows the value of. */
    private static final Set<String> OF_EDITORS =
            Set.of(
                    "workspaceFolder",
                    "workspaceFolderBasename",
                    "workspaceRoot",
                    "file",
                    "fileDirname",
                    "cwd",
                    "pathSeparator",
                    "/",
                    "execPath",
                    "extensionPath");

    private final String userHome;
    private final Map<String, String> reasons = new LinkedHashMap<>();

    /** The secrets behind the names, so that two servers with one name for two secrets get two. */
    private final Map<String, String> secrets = new LinkedHashMap<>();

    Variables(String userHome) {
        this.userHome = userHome;
    }

    /** The variables to set, each with where it comes from. */
    Map<String, String> reasons() {
        return reasons;
    }

    /** The arguments of a command. */
    List<String> arguments(String server, List<String> arguments) throws Untranslatable {
        List<String> translated = new ArrayList<>();
        String before = "";
        for (String argument : arguments) {
            boolean whole = REFERENCE.matcher(argument).matches();
            String value = whole || argument.contains("${") ? references(argument) : argument;
            if (SecretSigns.inArgument(before, argument)) {
                value = SecretSigns.isReference(value) ? value : hidden(server, before, argument);
            } else if (SecretSigns.inValue(value)) {
                value = hidden(server, argument);
            }
            translated.add(value);
            before = argument;
        }
        return translated;
    }

    /** The values of an environment or of headers. */
    Map<String, String> values(String server, Map<String, String> values) throws Untranslatable {
        Map<String, String> translated = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            String value = references(entry.getValue());
            boolean secret =
                    !value.isBlank()
                            && !SecretSigns.isReference(value)
                            && (SecretSigns.inName(entry.getKey()) || SecretSigns.inValue(value));
            translated.put(
                    entry.getKey(),
                    secret ? hidden(server, entry.getKey(), entry.getValue()) : value);
        }
        return translated;
    }

    /** A text in which nothing may vary and nothing be secret. */
    String address(String url) throws Untranslatable {
        if (url.contains("${") || url.contains("{{") || REFERENCE.matcher(url).find()) {
            throw new Untranslatable("its address holds a variable; write it into config.toml");
        }
        if (SecretSigns.inValue(url)) {
            throw new Untranslatable(
                    "its address holds a secret; write it into config.toml, with a header for the"
                            + " secret");
        }
        if (!url.matches("(?i)https?://[^\\s]+")) {
            throw new Untranslatable("its address is none of http or https");
        }
        return url;
    }

    /** References as we write them. */
    String references(String value) throws Untranslatable {
        Matcher found = REFERENCE.matcher(value);
        StringBuilder translated = new StringBuilder();
        while (found.find()) {
            String inner = found.group(1) == null ? found.group(2) : found.group(1);
            found.appendReplacement(translated, Matcher.quoteReplacement(reference(inner)));
        }
        return found.appendTail(translated).toString();
    }

    private String reference(String inner) throws Untranslatable {
        if (inner.equals("userHome")) {
            return userHome;
        }
        if (inner.startsWith("input:")) {
            return use(upper(inner.substring("input:".length())), "was asked for");
        }
        String name = inner.startsWith("env:") ? inner.substring("env:".length()) : inner;
        int otherwise = name.indexOf(":-");
        if (otherwise > 0) {
            name = name.substring(0, otherwise);
            return use(name, "had a default, which is left out");
        }
        if (OF_EDITORS.contains(name) || !NAME.matcher(name).matches()) {
            throw new Untranslatable("it uses ${" + name + "}, which only its program knows");
        }
        return use(name, "is referred to");
    }

    private String use(String name, String reason) throws Untranslatable {
        if (!NAME.matcher(name).matches()) {
            throw new Untranslatable("it uses ${" + name + "}, which names no variable");
        }
        reasons.putIfAbsent(name, reason);
        return "${" + name + "}";
    }

    /** A reference in the place of an argument; what names the secret in it stays. */
    private String hidden(String server, String argument) {
        Matcher lead = LEAD.matcher(argument);
        if (lead.matches()
                && !SecretSigns.inValue(lead.group(1))
                && (SecretSigns.inName(lead.group(1)) || lead.group(2).equals("="))) {
            return lead.group(1) + lead.group(2) + hidden(server, lead.group(1), lead.group(3));
        }
        return hidden(server, "secret", argument);
    }

    /** A reference in the place of a secret; the word for its kind stays. */
    private String hidden(String server, String name, String value) {
        Matcher scheme = SCHEME.matcher(value);
        String kind = scheme.matches() ? scheme.group(1) : "";
        String secret = value.substring(kind.length());
        String own = upper(name.equalsIgnoreCase("authorization") ? "token" : name);
        String variable = own.equals(name) ? own : upper(server) + "_" + own;
        if (isTaken(variable, secret)) {
            variable = upper(server) + "_" + own;
        }
        String first = variable;
        for (int number = 2; isTaken(variable, secret); number++) {
            variable = first + "_" + number;
        }
        secrets.put(variable, secret);
        reasons.put(variable, "stood in the file, and is not copied");
        return kind + "${" + variable + "}";
    }

    private boolean isTaken(String variable, String secret) {
        String other = secrets.get(variable);
        return other == null ? reasons.containsKey(variable) : !other.equals(secret);
    }

    /** A name as environment variables have them. */
    private static String upper(String name) {
        String upper =
                name.toUpperCase(Locale.ROOT)
                        .replaceAll("[^A-Z0-9]+", "_")
                        .replaceAll("^_+|_+$", "");
        String cut = upper.length() > 64 ? upper.substring(0, 64) : upper;
        return cut.isEmpty() ? "VALUE" : Character.isDigit(cut.charAt(0)) ? "_" + cut : cut;
    }
}
