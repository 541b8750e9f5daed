package io.agentgate.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The completion script for fish, which picocli has none for. */
final class FishScript {
    private static final String BEGINNING = "complete -c agentgate -f\n";

    private final StringBuilder script = new StringBuilder(BEGINNING);

    private FishScript() {}

    static String of(CommandLine whole) {
        FishScript fish = new FishScript();
        fish.commands(whole, List.of());
        return fish.script.toString();
    }

    private void commands(CommandLine parent, List<String> path) {
        List<String> names = List.copyOf(parent.getSubcommands().keySet());
        for (Map.Entry<String, CommandLine> entry : parent.getSubcommands().entrySet()) {
            CommandLine child = entry.getValue();
            if (child.getCommandSpec().usageMessage().hidden()) {
                continue;
            }
            String condition =
                    path.isEmpty()
                            ? "__fish_use_subcommand"
                            : "__fish_seen_subcommand_from "
                                    + path.getLast()
                                    + "; and not __fish_seen_subcommand_from "
                                    + String.join(" ", names);
            line(condition, "-a " + entry.getKey(), description(child));
            List<String> inner = new ArrayList<>(path);
            inner.add(entry.getKey());
            options(child, inner);
            positions(child, inner);
            commands(child, inner);
        }
    }

    private void options(CommandLine command, List<String> path) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (option.hidden()) {
                continue;
            }
            StringBuilder words = new StringBuilder();
            for (String name : option.names()) {
                words.append(name.startsWith("--") ? " -l " : " -s ");
                words.append(name.replaceFirst("^-+", ""));
            }
            if (option.arity().max() > 0) {
                words.append(option.paramLabel().equals("FILE") ? " -r -F" : " -r");
                words.append(values(option));
            }
            String[] text = option.description();
            line(
                    "__fish_seen_subcommand_from " + path.getLast(),
                    words.toString().strip(),
                    text.length == 0 ? "" : text[0]);
        }
    }

    private void positions(CommandLine command, List<String> path) {
        for (PositionalParamSpec position : command.getCommandSpec().positionalParameters()) {
            String values = values(position);
            if (!values.isEmpty()) {
                String files = position.paramLabel().contains("FILE") ? " -F" : "";
                line(
                        "__fish_seen_subcommand_from " + path.getLast(),
                        (values + files).strip(),
                        position.paramLabel());
            }
        }
    }

    /** What may stand there, as far as it is known. */
    private static String values(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        return candidates == null ? "" : " -a \"" + String.join(" ", candidates) + "\"";
    }

    private static String description(CommandLine command) {
        String[] text = command.getCommandSpec().usageMessage().description();
        return text.length == 0 ? "" : text[0];
    }

    private void line(String condition, String words, String description) {
        script.append("complete -c agentgate -n '")
                .append(condition)
                .append("' ")
                .append(words)
                .append(" -d '")
                .append(description.replace("\\", "\\\\").replace("'", "\\'").replace("$$", "$"))
                .append("'\n");
    }
}
