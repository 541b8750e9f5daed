package io.agentgate.cli.keys;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands on API keys, under one word. */
@Command(
        name = "keys",
        description = {"Makes, lists and revokes the API keys of callers.", ""},
        subcommands = {KeysCreate.class, KeysList.class, KeysRevoke.class},
        mixinStandardHelpOptions = true)
public final class KeysCommand implements Runnable {
    @Spec private CommandSpec spec;

    /** Without a command of its own it shows which there are, as {@code agentgate} does. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
