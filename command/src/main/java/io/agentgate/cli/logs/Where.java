package io.agentgate.cli.logs;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Nearest;
import io.agentgate.gateway.audit.CallFilter;
import io.agentgate.gateway.audit.CallFilter.Field;
import io.agentgate.gateway.audit.CallFilter.Match;
import io.agentgate.gateway.audit.CallStatus;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A filter as people write it: {@code tool=read_file}, {@code agent!=ci}, {@code reason~time}. */
final class Where {
    private static final Pattern FORM = Pattern.compile("([^=!~]*)(=|!=|~)(.*)", Pattern.DOTALL);

    private Where() {}

    static CallFilter parse(String text) throws CommandException {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--where takes FIELD=VALUE, FIELD!=VALUE or FIELD~PART, not `" + text + "`");
        }
        Field field = field(form.group(1).strip());
        Match match =
                switch (form.group(2)) {
                    case "=" -> Match.EQUAL;
                    case "~" -> Match.CONTAINS;
                    default -> Match.NOT_EQUAL;
                };
        String value = form.group(3);
        return new CallFilter(
                field,
                match,
                field == Field.STATUS && match != Match.CONTAINS ? status(value) : value);
    }

    /** A status there is: a misspelt one would find nothing, or everything. */
    static String status(String word) throws CommandException {
        if (CallStatus.ofWord(word).isPresent()) {
            return word;
        }
        throw new CommandException(
                ExitCode.USAGE,
                "unknown status `" + word + "`" + Nearest.advice(word, Statuses.words()));
    }

    /** All statuses, for what completes command lines. */
    static final class Statuses implements Iterable<String> {
        static List<String> words() {
            return Arrays.stream(CallStatus.values()).map(CallStatus::word).toList();
        }

        @Override
        public Iterator<String> iterator() {
            return words().iterator();
        }
    }

    private static Field field(String word) throws CommandException {
        for (Field field : Field.values()) {
            if (field.word().equals(word)) {
                return field;
            }
        }
        List<String> valid = Arrays.stream(Field.values()).map(Field::word).toList();
        String nearest = Nearest.of(word, valid);
        throw new CommandException(
                ExitCode.USAGE,
                "--where has no field `"
                        + word
                        + "`"
                        + (nearest == null ? "" : "; did you mean `" + nearest + "`?")
                        + "\nFields: "
                        + String.join(", ", valid));
    }
}
