package io.agentgate.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cli.clients.Client;
import io.agentgate.cli.connect.ConnectCommand;
import io.agentgate.cli.imports.ImportCommand;
import io.agentgate.cli.logs.LogsCommand;
import io.agentgate.gateway.audit.CallStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class CompletionTest {
    private static final List<String> STATUSES =
            Arrays.stream(CallStatus.values()).map(CallStatus::word).toList();

    private static String script(String shell) {
        StringWriter said = new StringWriter();
        CommandLine whole =
                new CommandLine(CommandSpec.create().name("agentgate"))
                        .addSubcommand(new ConnectCommand())
                        .addSubcommand(new ImportCommand())
                        .addSubcommand(new LogsCommand())
                        .addSubcommand(new CompletionCommand())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setOut(new PrintWriter(said, true));
        assertThat(whole.execute("completion", shell)).isZero();
        return said.toString();
    }

    private static String quoted(List<String> words) {
        return "\"" + String.join("\" \"", words) + "\"";
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void bashAndZshKnowWhatMayStandThere(String shell) {
        String script = script(shell);

        assertThat(script.split("\\Q(" + quoted(Client.words()) + ")\\E", -1)).hasSize(3);
        assertThat(script)
                .contains("(" + quoted(STATUSES) + ")")
                .contains("(\"bash\" \"zsh\" \"fish\")");
    }

    @Test
    void fishKnowsWhatMayStandThere() {
        assertThat(script("fish").lines())
                .contains(
                        "complete -c agentgate -n '__fish_seen_subcommand_from connect' -a \""
                                + String.join(" ", Client.words())
                                + "\" -d 'CLIENT'",
                        "complete -c agentgate -n '__fish_seen_subcommand_from import' -a \""
                                + String.join(" ", Client.words())
                                + "\" -F -d 'CLIENT|FILE'",
                        "complete -c agentgate -n '__fish_seen_subcommand_from completion' -a"
                                + " \"bash zsh fish\" -d 'SHELL'")
                .anyMatch(line -> line.contains("-l status -r -a \"" + String.join(" ", STATUSES)));
    }
}
