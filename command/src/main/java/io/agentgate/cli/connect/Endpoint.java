package io.agentgate.cli.connect;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.ServerConfig;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** The address at which clients reach {@code agentgate serve}. */
final class Endpoint {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

    private Endpoint() {}

    /** The one that the configuration in the home leads to. */
    static String configured(Home home) throws CommandException {
        return of(Config.load(home, null).server());
    }

    /** The one that a configuration leads to. */
    static String of(ServerConfig server) throws CommandException {
        if (server.port() == 0 || server.tls() != null) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "the configuration does not tell the endpoint's address ("
                            + (server.port() == 0 ? "server.port is 0" : "there is server.tls")
                            + "); name it: --url URL");
        }
        String bind = server.bind();
        String host =
                EVERYWHERE.contains(bind)
                        ? "127.0.0.1"
                        : bind.indexOf(':') >= 0 && !bind.startsWith("[") ? "[" + bind + "]" : bind;
        return "http://" + host + ":" + server.port() + "/mcp";
    }

    /** The same address, if it is one and holds no secret. */
    static String checked(String url) throws CommandException {
        URI parsed;
        try {
            parsed = new URI(url);
        } catch (URISyntaxException wrong) {
            throw new CommandException(ExitCode.USAGE, "--url is no address");
        }
        if (parsed.getHost() == null
                || !("http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme()))) {
            throw new CommandException(
                    ExitCode.USAGE, "--url takes an address such as http://127.0.0.1:7072/mcp");
        }
        if (parsed.getRawUserInfo() != null || parsed.getRawQuery() != null) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--url takes no user, password or query; a key goes by --key-env VARIABLE");
        }
        return url;
    }
}
