package io.agentgate.cli.config;

import io.agentgate.cli.config.ConfigKey.Form;
import io.agentgate.cli.voice.LogFormat;
import io.agentgate.cli.voice.LogLevel;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.circuit.CircuitSettings;
import io.agentgate.gateway.journal.JournalMode;
import io.agentgate.gateway.journal.JournalSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All keys there are, in the order of the reference. */
final class ConfigKeys {
    private static final long MAX_CALLS_PER_MINUTE = 1_000_000_000;
    private static final long MAX_BREAKER_SECONDS = 86_400;
    static final Form.Whole HEALTH = new Form.Whole(1, Endpoints.LONGEST_HEALTH_SECONDS);
    static final Form.Whole RETRIES = new Form.Whole(0, Endpoints.MOST_RETRIES);
    private static final Form PORT = new Form.Whole(1, ServerConfig.MAX_PORT);
    private static final Form PORT_OR_ANY = new Form.Whole(0, ServerConfig.MAX_PORT);
    private static final Form CALLS = new Form.Whole(0, MAX_CALLS_PER_MINUTE);
    private static final Form SECONDS = new Form.Whole(1, MAX_BREAKER_SECONDS);
    private static final Form TRUTH = new Form.Truth();
    private static final Form TEXT = new Form.Text();
    private static final Form TEXTS = new Form.Texts();
    private static final Form TABLE = new Form.Table();
    private static final Form TIMEOUT = new Form.Whole(1, Timeouts.LONGEST_SECONDS);
    private static final Form TOOL_TIMEOUTS = new Form.NamedWholes(1, Timeouts.LONGEST_SECONDS);
    private static final Form NAMED_TEXTS = new Form.NamedTexts();

    private static final Map<String, ConfigKey> BY_NAME = new LinkedHashMap<>();
    private static final Map<String, List<String>> CHILDREN = new LinkedHashMap<>();

    static {
        key("db_path", TEXT, null, "SQLite file of the records. Default: agentgate.db in the home");
        key("policy_path", TEXT, null, "policy of every wrap and serve without --policy");
        key(
                "candidate_policy_path",
                TEXT,
                null,
                "policy that judges beside the other without effect, of every wrap and serve"
                        + " without --candidate");
        key("server_name", TEXT, null, "the server's name in records, in place of its own");
        key("log_level", word(LogLevel.words()), "info", "what is said on standard error");
        key("log_format", word(LogFormat.words()), "pretty", "how it is said");
        key("metrics_port", PORT, null, "port of 127.0.0.1 that shows the metrics of wrap");
        key("dashboard_port", PORT, "7070", "port of 127.0.0.1 that the dashboard listens at");
        key("dashboard_api_key", TEXT, null, "the dashboard's token, in place of one made up");
        journal();
        key("capture", TABLE, null, "what is stored of calls");
        key("capture.arguments", TRUTH, "true", "whether arguments are stored");
        key("capture.results", TRUTH, "true", "whether results are stored");
        key(
                "capture.max_bytes",
                new Form.Whole(0, Payload.MAX_HEAD_BYTES),
                String.valueOf(Payload.MAX_HEAD_BYTES),
                "most bytes stored of each");
        key("rate_limits", TABLE, null, "limits of the process");
        key("rate_limits.global_max_calls_per_minute", CALLS, null, "tool calls of all");
        key("rate_limits.per_tool_max_calls_per_minute", CALLS, null, "calls of each tool");
        key("rate_limits.per_agent_max_calls_per_minute", CALLS, null, "calls of each agent");
        breaker();
        key("log_retention", TABLE, null, "what is kept of records");
        key(
                "log_retention.retention_days",
                new Form.Whole(0, 36_500),
                "30",
                "days that calls and notes are kept; 0 keeps them for ever");
        key(
                "log_retention.max_rows",
                new Form.Whole(0, 1_000_000_000),
                "500000",
                "most calls, and notes, that are kept; 0 keeps any number");
        server();
        upstream();
        servers();
    }

    private ConfigKeys() {}

    private static Form word(List<String> words) {
        return new Form.Word(words);
    }

    private static void journal() {
        key("journal", TABLE, null, "what is waited for before a call goes on");
        key("journal.mode", word(JournalMode.words()), "blocking", "what is waited for");
        key(
                "journal.max_bytes",
                new Form.Whole(2L * JournalSettings.ofOneSession().segmentBytes(), Long.MAX_VALUE),
                "268435456",
                "most bytes a journal keeps for a store that does not take them");
        key(
                "journal.sync_interval_ms",
                new Form.Whole(1, 60_000),
                "10",
                "longest time a record is only in the operating system's memory");
    }

    private static void breaker() {
        key("circuit_breaker", TABLE, null, "with this table failing tools are closed");
        key(
                "circuit_breaker.error_threshold",
                new Form.Whole(1, CircuitSettings.MAX_ERROR_THRESHOLD),
                "5",
                "failures that open a tool's circuit");
        key("circuit_breaker.window_seconds", SECONDS, "30", "time within which they happen");
        key("circuit_breaker.cooldown_seconds", SECONDS, "60", "time before a call is tried");
    }

    private static void server() {
        key("server", TABLE, null, "where clients connect to serve");
        key("server.port", PORT_OR_ANY, "7072", "where serve listens; 0 takes a free port");
        key("server.bind", TEXT, "127.0.0.1", "the address it listens at");
        key("server.allow_origins", TEXTS, null, "web pages that may call");
        key("server.api_key_header", TEXT, "Authorization", "where callers put their key");
        key("server.trusted_proxies", TEXTS, null, "addresses whose X-Agent-ID names the agent");
        key(
                "server.prefix",
                word(List.of("always", "conflict", "never")),
                "always",
                "when names of several servers at /mcp have those of their servers before them");
        key(
                "server.stream_ms",
                new Form.Whole(10, 3_600_000),
                null,
                "how long a stream with an answer is open at a time");
        key("server.tls", TABLE, null, "certificates where clients connect");
        key("server.tls.certificate", TEXT, null, "the gateway's certificate, a PEM file");
        key("server.tls.key", TEXT, null, "its key, a PEM file");
        key("server.tls.client_ca", TEXT, null, "who vouches for clients, a PEM file");
        key(
                "server.tls.clients",
                word(List.of("none", "request", "require")),
                "none",
                "whether clients show certificates");
        key(
                "server.tls.caller",
                word(List.of("subject", "uri", "dns")),
                "subject",
                "what of a certificate names the caller");
    }

    private static void upstream() {
        key("upstream", TABLE, null, "the server behind serve");
        key("upstream.url", TEXT, null, "its MCP endpoint");
        key("upstream.name", TEXT, null, "its name in records. Default: host and port");
        key("upstream.headers", NAMED_TEXTS, null, "headers for the server");
        access("upstream");
        timeouts("upstream.");
        retries("upstream.");
        arguments("upstream.");
    }

    /** How a server over HTTP is shown who asks, and reached. */
    private static void access(String server) {
        key(server + ".credential", TABLE, null, "what shows the server who asks");
        for (String credential : CredentialTable.KEYS) {
            key(
                    server + ".credential." + credential,
                    credential.equals(CredentialTable.KIND) ? word(CredentialTable.KINDS) : TEXT,
                    null,
                    "of a credential");
        }
        key(server + ".tls", TABLE, null, "certificates on the way to the server");
        key(server + ".tls.ca", TEXT, null, "who vouches for the server, a PEM file");
        key(server + ".tls.certificate", TEXT, null, "what the gateway shows it, a PEM file");
        key(server + ".tls.key", TEXT, null, "the key of that, a PEM file");
    }

    private static void timeouts(String of) {
        key(
                of + TimeoutKeys.USUAL,
                TIMEOUT,
                String.valueOf(Timeouts.LONGEST_SECONDS),
                "how long an answer may take without a sign of life");
        key(of + TimeoutKeys.OF_TOOLS, TOOL_TIMEOUTS, null, "the same of single tools");
    }

    private static void retries(String of) {
        key(
                of + "retries",
                RETRIES,
                String.valueOf(Endpoints.RETRIES),
                "how often a request that was lost is sent again, where that is safe");
    }

    private static void arguments(String of) {
        key(
                of + Validation.KEY,
                TRUTH,
                "false",
                "whether arguments have to fit what the server lists of its tools");
    }

    private static void servers() {
        key(
                "servers",
                new Form.Tables(),
                null,
                "the servers behind the gateway, each under its name");
        key("servers[].name", TEXT, null, "its name, where the tables are a list");
        key(
                "servers[].transport",
                word(ListedServer.Transport.words()),
                null,
                "how it is reached. Default: by whether it has a command or a URL");
        key("servers[].command", TEXT, null, "the program to start");
        key("servers[].args", TEXTS, null, "its arguments");
        key("servers[].env", NAMED_TEXTS, null, "variables of its environment");
        key("servers[].cwd", TEXT, null, "the directory it is started in");
        key(
                "servers[].max_children",
                new Form.Whole(1, ServerList.MAX_CHILDREN),
                String.valueOf(ListedServer.Way.Command.MANY_CHILDREN),
                "most of it that serve lets run at once, one for each session");
        key("servers[].shared", TRUTH, "false", "whether all sessions of serve use one of it");
        key("servers[].url", TEXT, null, "its MCP endpoint");
        key("servers[].urls", TEXTS, null, "its MCP endpoints, where it has several");
        key(
                "servers[].health_seconds",
                HEALTH,
                String.valueOf(Endpoints.HEALTH_SECONDS),
                "how often one of several that could not be reached is tried");
        retries("servers[].");
        key("servers[].headers", NAMED_TEXTS, null, "headers for it");
        access("servers[]");
        key("servers[].bind_port", PORT, null, "where serve listens for it");
        timeouts("servers[].");
        arguments("servers[].");
    }

    private static void key(String name, Form form, @Nullable String standard, String meaning) {
        BY_NAME.put(name, new ConfigKey(name, form, standard, meaning));
        int dot = name.lastIndexOf('.');
        String parent = dot < 0 ? "" : name.substring(0, dot);
        CHILDREN.computeIfAbsent(parent, fresh -> new ArrayList<>()).add(name.substring(dot + 1));
    }

    /** Every key, parents before children. */
    static List<ConfigKey> all() {
        return List.copyOf(BY_NAME.values());
    }

    /** The key of this name. */
    static ConfigKey named(String name) {
        ConfigKey key = BY_NAME.get(name);
        if (key == null) {
            throw new IllegalArgumentException("no key " + name);
        }
        return key;
    }

    /** The keys of a table, the whole configuration for an empty name. */
    static List<String> of(String table) {
        return CHILDREN.getOrDefault(table, List.of());
    }
}
