package io.agentgate.cli.serve;

import io.agentgate.cli.config.AccessConfig;
import io.agentgate.cli.config.Address;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.Endpoints;
import io.agentgate.cli.config.Header;
import io.agentgate.cli.config.HeaderException;
import io.agentgate.cli.config.ListedServer;
import io.agentgate.cli.config.Program;
import io.agentgate.cli.config.TlsConfig;
import io.agentgate.cli.config.UpstreamConfig;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.credential.SecretException;
import io.agentgate.gateway.credential.SecretReference;
import io.agentgate.gateway.credential.Secrets;
import io.agentgate.gateway.credential.UpstreamCredential;
import io.agentgate.gateway.federation.FederationSettings;
import io.agentgate.gateway.federation.PrefixMode;
import io.agentgate.gateway.federation.ServerNames;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The choice of the servers behind {@code serve}, by the command line and the configuration.
 *
 * <pre>
 *   --upstream URL     that one
 *   --server NAME      that one of the configuration
 *   neither            [upstream], which stands in front, and all of [servers];
 *                      without [upstream] all of [servers] stand in front together
 * </pre>
 *
 * @param upstream what {@code --upstream} says, or null
 * @param sse whether that is reached over HTTP+SSE
 * @param listed what {@code --server} says, or null
 * @param headers what {@code --header} says
 * @param environment for the variables in values
 */
public record ServedServers(
        @Nullable String upstream,
        boolean sse,
        @Nullable String listed,
        List<String> headers,
        Map<String, String> environment) {
    public ServedServers {
        headers = List.copyOf(headers);
        environment = Map.copyOf(environment);
    }

    /**
     * The servers a configuration gives.
     *
     * @param servers at least one
     * @param front the name of the one behind {@code /mcp}; null if all of them are, together
     * @param prefix when names there have those of their servers before them
     * @param validated the names of those whose tools' arguments are validated
     */
    public record Choice(
            List<Served> servers,
            @Nullable String front,
            PrefixMode prefix,
            Set<String> validated) {
        public Choice {
            servers = List.copyOf(servers);
            validated = Set.copyOf(validated);
        }

        /** What keeps all of them from being shown as one; nothing where one stands in front. */
        public List<String> togetherProblems() {
            if (front != null) {
                return List.of();
            }
            if (servers.size() > FederationSettings.MAX_SERVERS) {
                return List.of("there are more than " + FederationSettings.MAX_SERVERS);
            }
            return ServerNames.problems(servers.stream().map(Served::name).toList());
        }
    }

    /**
     * Chooses.
     *
     * @throws CommandException if there is no server, or one cannot be used
     */
    public Choice of(Config config) throws CommandException {
        if (listed != null && upstream != null) {
            throw usage("--server and --upstream both name a server: choose one");
        }
        if (sse && upstream == null) {
            throw usage(
                    "--transport sse says how --upstream is reached; of other servers the"
                            + " configuration says it");
        }
        if (upstream != null) {
            URI url =
                    Address.upstream(upstream)
                            .orElseThrow(
                                    () -> usage("--upstream must be " + Address.UPSTREAM_FORM));
            // Of the file's table nothing is left: its headers are secrets of another server.
            Served.Endpoint named =
                    endpoint(
                            Endpoints.one(url),
                            config.servers().name(),
                            List.of(),
                            headers,
                            Served.Access.NONE,
                            Timeouts.USUAL);
            return alone(sse ? new Served.Sse(named) : named, false);
        }
        if (listed != null) {
            ListedServer known = config.servers().named(listed);
            return alone(served(known, headers), known.validatesArguments());
        }
        return all(config);
    }

    private static Choice alone(Served server, boolean validated) {
        return new Choice(
                List.of(server),
                server.name(),
                PrefixMode.ALWAYS,
                validated ? Set.of(server.name()) : Set.of());
    }

    private Choice all(Config config) throws CommandException {
        List<Served> servers = new ArrayList<>();
        Set<String> validated = new LinkedHashSet<>();
        UpstreamConfig file = config.server().upstream();
        URI url = file.url();
        if (url != null) {
            String name = file.name() == null ? config.servers().name() : file.name();
            Served.Access access =
                    access("the server", file.access().credential(), file.access().tls());
            Served.Endpoint endpoint =
                    endpoint(
                            Endpoints.one(url, file.retries()),
                            name,
                            file.headers(),
                            headers,
                            access,
                            file.timeouts());
            servers.add(endpoint);
            if (file.validatesArguments()) {
                validated.add(endpoint.name());
            }
        } else if (!headers.isEmpty()) {
            throw usage("--header needs to know the server: name it by --upstream or --server");
        }
        for (ListedServer server : config.servers().listed()) {
            servers.add(served(server, List.of()));
            if (server.validatesArguments()) {
                validated.add(server.name());
            }
        }
        if (servers.isEmpty()) {
            throw usage("--upstream URL is missing: which server is behind the gateway?");
        }
        checkNames(servers);
        boolean first = url != null || servers.size() == 1;
        return new Choice(
                servers,
                first ? servers.getFirst().name() : null,
                config.server().prefix(),
                validated);
    }

    private static void checkNames(List<Served> servers) throws CommandException {
        Set<String> names = new LinkedHashSet<>();
        for (Served server : servers) {
            if (!names.add(server.name())) {
                throw new CommandException(
                        ExitCode.CONFIG, "two servers are called `" + server.name() + "`");
            }
        }
    }

    private Served served(ListedServer known, List<String> more) throws CommandException {
        return switch (known.way()) {
            case ListedServer.Way.Http(
                            Endpoints endpoints,
                            List<Header> sent,
                            AccessConfig access) ->
                    listed(endpoints, known, sent, more, access);
            case ListedServer.Way.Sse(URI url, List<Header> sent, AccessConfig access) ->
                    new Served.Sse(listed(Endpoints.one(url), known, sent, more, access));
            case ListedServer.Way.Command way ->
                    new Served.Program(Program.of(known, way, environment));
        };
    }

    private Served.Access access(ListedServer server, AccessConfig access) throws CommandException {
        return access("server `" + server.name() + "`", access.credential(), access.tls());
    }

    private Served.Endpoint listed(
            Endpoints endpoints,
            ListedServer known,
            List<Header> sent,
            List<String> more,
            AccessConfig access)
            throws CommandException {
        return endpoint(
                endpoints, known.name(), sent, more, access(known, access), known.timeouts());
    }

    /** Reads all secrets, so that one that is missing is known before anything begins. */
    private Served.Access access(
            String server, UpstreamCredential credential, @Nullable TlsConfig tls)
            throws CommandException {
        if (credential.secrets().isEmpty() && tls == null) {
            return Served.Access.NONE;
        }
        Secrets secrets = new Secrets(environment);
        for (SecretReference reference : credential.secrets()) {
            try {
                secrets.open(reference);
            } catch (SecretException missing) {
                throw new CommandException(
                        ExitCode.CONFIG,
                        "the credential of " + server + ": " + missing.getMessage());
            }
        }
        return new Served.Access(credential, secrets, tls);
    }

    private Served.Endpoint endpoint(
            Endpoints endpoints,
            @Nullable String name,
            List<Header> ofFile,
            List<String> more,
            Served.Access access,
            Timeouts timeouts)
            throws CommandException {
        Map<String, Header> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ofFile.forEach(header -> sent.put(header.name(), header));
        Set<String> given = new LinkedHashSet<>();
        for (String text : more) {
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
        return new Served.Endpoint(
                name == null ? endpoints.first().getRawAuthority() : name,
                endpoints,
                expanded,
                access,
                timeouts);
    }

    private static CommandException usage(String problem) {
        return ServeCommand.usage(problem);
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return "ServedServers[]";
    }
}
