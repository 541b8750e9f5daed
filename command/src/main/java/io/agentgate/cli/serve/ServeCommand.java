package io.agentgate.cli.serve;

import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.config.Address;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.Header;
import io.agentgate.cli.config.HeaderException;
import io.agentgate.cli.config.ListedServer;
import io.agentgate.cli.config.ServerConfig;
import io.agentgate.cli.config.UpstreamConfig;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.credential.SecretException;
import io.agentgate.gateway.credential.SecretReference;
import io.agentgate.gateway.credential.Secrets;
import io.agentgate.gateway.journal.JournalSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code agentgate serve}: an MCP server over HTTP behind the gateway. */
@Command(
        name = "serve",
        description = {
            "Runs the gateway in front of an MCP server that is reached over HTTP.",
            "Clients connect to /mcp of the address it prints.",
            ""
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "   0  told to end by a signal, and done",
            "  64  the command line is wrong",
            "  70  a fault of the gateway",
            "  74  a file, a directory or the port cannot be used",
            "  78  the configuration, the policy or the installation is wrong",
            " 128 + n  a second signal n came before all was done"
        })
public final class ServeCommand implements Callable<Integer> {
    private static final String HTTP = "http";

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description = "How the server is reached: http (Streamable HTTP). Default: http.")
    private String transport = HTTP;

    @Option(
            names = "--upstream",
            paramLabel = "URL",
            description = "The server's MCP endpoint. Default: upstream.url of the configuration.")
    private @Nullable String upstream;

    @Option(
            names = "--server",
            paramLabel = "NAME",
            description = "Stand before this server of the configuration, in place of a URL.")
    private @Nullable String listed;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where to listen; 0 takes a free port. Default: 7072.")
    private @Nullable Integer port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "The address to listen at. Default: 127.0.0.1, this machine only.")
    private @Nullable String bind;

    @Option(
            names = "--header",
            paramLabel = "\"K: V\"",
            description =
                    "Send this header to the server; $${NAME} in V is an environment variable. May"
                            + " be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "Policy file (TOML); reloaded when it is saved. Default: policy_path of the"
                            + " configuration, or to allow all.")
    private @Nullable Path policy;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file. Default: config.toml in the home, if it is there.")
    private @Nullable Path config;

    @Option(
            names = "--db",
            paramLabel = "FILE",
            description = "SQLite file of the records. Default: agentgate.db in the home.")
    private @Nullable Path database;

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            description =
                    "Let web pages of this origin call, beside those of this machine. May be"
                            + " repeated.")
    private List<String> allowOrigins = new ArrayList<>();

    @Option(
            names = "--audit-log",
            paramLabel = "FILE",
            description =
                    "Also append decisions and outcomes to FILE, a line of JSON each; - is standard"
                            + " output.")
    private @Nullable Path auditLog;

    private final Server server;
    private final Map<String, String> environment;

    /**
     * @param environment for the variables in headers
     */
    public ServeCommand(Server server, Map<String, String> environment) {
        this.server = server;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws CommandException {
        if (!transport.equals(HTTP)) {
            throw usage(
                    "this version reaches servers over http only, not over `"
                            + transport
                            + "`; for a server over stdio there is `agentgate wrap`");
        }
        Home home = Home.ofProcess();
        Config loaded = Config.load(home, config, JournalSettings.ofServer());
        ListedServer known = known(loaded);
        return server.run(
                new ServeSettings(
                        home,
                        loaded,
                        new NamedFiles(config, policy, database, auditLog),
                        listener(loaded.server(), known == null ? null : known.bindPort()),
                        known == null ? upstream(loaded) : upstream(known)));
    }

    private @Nullable ListedServer known(Config loaded) throws CommandException {
        if (listed == null) {
            return null;
        }
        if (upstream != null) {
            throw usage("--server and --upstream both name a server: choose one");
        }
        return loaded.servers().named(listed);
    }

    private ServeSettings.Upstream upstream(ListedServer known) throws CommandException {
        return switch (known.way()) {
            case ListedServer.Way.Http(URI url, List<Header> sent) ->
                    upstream(url, known.name(), sent, ServeSettings.Access.NONE);
            case ListedServer.Way.Sse _ ->
                    throw new CommandException(
                            ExitCode.CONFIG,
                            "server `"
                                    + known.name()
                                    + "` speaks sse, and this version reaches servers over http"
                                    + " only");
            case ListedServer.Way.Command _ ->
                    throw new CommandException(
                            ExitCode.CONFIG,
                            "server `"
                                    + known.name()
                                    + "` is started by a command: `agentgate wrap --server "
                                    + known.name()
                                    + "`");
        };
    }

    private ServeSettings.Listener listener(ServerConfig file, @Nullable Integer ofServer)
            throws CommandException {
        int usual = ofServer == null ? file.port() : ofServer;
        int chosen = port == null ? usual : port;
        if (chosen < 0 || chosen > ServerConfig.MAX_PORT) {
            throw usage("--port must be a whole number from 0 to " + ServerConfig.MAX_PORT);
        }
        Set<String> origins = new LinkedHashSet<>();
        for (String text : allowOrigins) {
            origins.add(
                    Address.origin(text)
                            .orElseThrow(
                                    () -> usage("--allow-origin must be " + Address.ORIGIN_FORM)));
        }
        return new ServeSettings.Listener(
                bind == null ? file.bind() : bind,
                chosen,
                origins.isEmpty() ? file.allowOrigins() : origins);
    }

    private ServeSettings.Upstream upstream(Config loaded) throws CommandException {
        UpstreamConfig file = loaded.server().upstream();
        if (upstream == null) {
            URI url = file.url();
            if (url == null) {
                throw usage("--upstream URL is missing: which server is behind the gateway?");
            }
            String name = file.name() == null ? loaded.servers().name() : file.name();
            return upstream(url, name, file.headers(), access(file));
        }
        URI url =
                Address.upstream(upstream)
                        .orElseThrow(() -> usage("--upstream must be " + Address.UPSTREAM_FORM));
        // Of the file's table nothing is left: its headers are secrets of another server.
        return upstream(url, loaded.servers().name(), List.of(), ServeSettings.Access.NONE);
    }

    /** Reads all secrets, so that one that is missing is known before anything begins. */
    private ServeSettings.Access access(UpstreamConfig file) throws CommandException {
        if (file.credential().secrets().isEmpty() && file.tls() == null) {
            return ServeSettings.Access.NONE;
        }
        Secrets secrets = new Secrets(environment);
        for (SecretReference reference : file.credential().secrets()) {
            try {
                secrets.open(reference);
            } catch (SecretException missing) {
                throw new CommandException(
                        ExitCode.CONFIG, "the credential of the server: " + missing.getMessage());
            }
        }
        return new ServeSettings.Access(file.credential(), secrets, file.tls());
    }

    private ServeSettings.Upstream upstream(
            URI url, @Nullable String name, List<Header> ofFile, ServeSettings.Access access)
            throws CommandException {
        Map<String, Header> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ofFile.forEach(header -> sent.put(header.name(), header));
        Set<String> given = new LinkedHashSet<>();
        for (String text : headers) {
            try {
                Header header = Header.parse(text);
                if (!given.add(header.name().toLowerCase(Locale.ROOT))) {
                    throw usage("the header `" + header.name() + "` is given twice");
                }
                sent.put(header.name(), header);
            } catch (HeaderException wrong) {
                throw usage("--header: " + wrong.getMessage());
            }
        }
        List<Header> expanded = new ArrayList<>();
        for (Header header : sent.values()) {
            try {
                expanded.add(header.expanded(environment));
            } catch (HeaderException unusable) {
                throw new CommandException(ExitCode.CONFIG, unusable.getMessage());
            }
        }
        return new ServeSettings.Upstream(
                url, name == null ? url.getRawAuthority() : name, expanded, access);
    }

    private static CommandException usage(String problem) {
        return new CommandException(ExitCode.USAGE, problem + "\nTry 'agentgate serve --help'.");
    }
}
