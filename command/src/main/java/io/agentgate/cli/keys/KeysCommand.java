package io.agentgate.cli.keys;

import picocli.CommandLine.Command;

/** The commands on API keys, under one word. */
@Command(
        name = "keys",
        description = {"Makes, lists and revokes the API keys of callers.", ""},
        subcommands = {KeysCreate.class, KeysList.class, KeysRevoke.class},
        mixinStandardHelpOptions = true)
public final class KeysCommand {}
