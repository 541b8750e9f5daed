package io.agentgate.cli.shell;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** The manual page of the command and all its subcommands, in man(7). */
final class ManPage {
    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    static String of(CommandLine whole, String version) {
        ManPage man = new ManPage();
        man.request(".TH AGENTGATE 1 \"\" \"AgentGate " + escaped(version) + "\"");
        man.request(".SH NAME");
        man.text("agentgate \\- " + escaped(firstSentence(whole)));
        man.request(".SH SYNOPSIS");
        man.text("\\fBagentgate\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]");
        man.request(".SH DESCRIPTION");
        man.description(whole);
        man.request(".SH COMMANDS");
        man.commands(whole, "agentgate");
        man.request(".SH ENVIRONMENT");
        man.item("AGENTGATE_HOME", "The directory of everything kept. Default: ~/.agentgate.");
        man.item("AGENTGATE_JAVA_HOME", "The JDK to use, before all others.");
        man.item("AGENTGATE_DASHBOARD", "\"off\": no dashboard is started beside wrap and serve.");
        man.item(
                "AGENTGATE_<KEY>",
                "Goes before the configuration's key of that name, with _ for every dot.");
        man.request(".SH FILES");
        man.item("~/.agentgate/config.toml", "The configuration.");
        man.item("~/.agentgate/agentgate.db", "The records.");
        return man.page.toString();
    }

    private void commands(CommandLine parent, String path) {
        for (Map.Entry<String, CommandLine> entry : parent.getSubcommands().entrySet()) {
            CommandLine child = entry.getValue();
            String name = path + " " + entry.getKey();
            if (child.getCommandSpec().usageMessage().hidden() || entry.getKey().equals("help")) {
                continue;
            }
            if (child.getSubcommands().isEmpty()) {
                request(".SS \"" + escaped(name) + "\"");
                description(child);
                options(child);
            }
            commands(child, name);
        }
    }

    private void description(CommandLine command) {
        for (String line : command.getCommandSpec().usageMessage().description()) {
            if (line.isBlank()) {
                request(".PP");
            } else {
                text(escaped(plain(line)));
            }
        }
    }

    private void options(CommandLine command) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                String label = option.arity().max() > 0 ? " " + option.paramLabel() : "";
                item(
                        String.join(", ", option.names()) + label,
                        plain(String.join(" ", option.description())));
            }
        }
    }

    private void item(String name, String words) {
        request(".TP");
        text("\\fB" + escaped(name) + "\\fR");
        text(escaped(words));
    }

    private static String firstSentence(CommandLine command) {
        String[] text = command.getCommandSpec().usageMessage().description();
        return text.length == 0 ? "" : plain(text[0]);
    }

    /** Without picocli's own marks. */
    private static String plain(String text) {
        return Ansi.OFF.string(text.replace("$${", "${").replace("%n", " ").replace("%%", "%"));
    }

    private static String escaped(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    private void request(String line) {
        page.append(line).append('\n');
    }

    private void text(String line) {
        page.append(line).append('\n');
    }
}
