package io.agentgate.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.ConfigSchema;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.e2e.Gateway;
import io.agentgate.embedded.prometheus.PrometheusMeters;
import io.agentgate.gateway.Gatekeeper;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.call.PendingRequests;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.caller.KeyState;
import io.agentgate.gateway.circuit.CircuitGuard;
import io.agentgate.gateway.circuit.CircuitSettings;
import io.agentgate.gateway.journal.JournalSettings;
import io.agentgate.gateway.meter.BreakerStates;
import io.agentgate.gateway.meter.CallOutcome;
import io.agentgate.gateway.meter.Divergence;
import io.agentgate.gateway.meter.LimitScope;
import io.agentgate.gateway.meter.ToolNames;
import io.agentgate.gateway.ticket.Tickets;
import io.agentgate.policy.Decision;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.text.PolicyCases;
import io.agentgate.policy.text.PolicySchema;
import io.agentgate.policy.text.PolicyText;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Limits;
import io.agentgate.stdio.ChildProcess;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every block, table and link of the documents that can be checked. */
@Timeout(120)
class DocsIT {
    private static final String POLICY = "toml";
    private static final String CONFIG = "toml config";
    private static final String CASES = "yaml cases";
    private static final String EXECUTED = "sh";
    private static final String VALID_HERE = "valid here: ";
    private static final Set<String> OF_EVERY_COMMAND = Set.of("--help", "--version");

    @TempDir private Path directory = Path.of("");

    static List<Document> documents() throws IOException {
        return Document.all();
    }

    private static List<Document.Block> blocks(String words) throws IOException {
        return Document.all().stream()
                .flatMap(document -> document.blocks().stream())
                .filter(block -> block.words().equals(words))
                .toList();
    }

    static List<Document.Block> policies() throws IOException {
        return blocks(POLICY);
    }

    static List<Document.Block> configurations() throws IOException {
        return blocks(CONFIG);
    }

    static List<Document.Block> cases() throws IOException {
        return blocks(CASES);
    }

    static List<Document.Block> json() throws IOException {
        return blocks("json");
    }

    @ParameterizedTest
    @MethodSource("policies")
    void policyInADocumentLoads(Document.Block block) throws Exception {
        PolicySet policies = PolicyText.parse(block.text(), block.toString());

        assertThat(policies.rules()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void casesInADocumentLoad(Document.Block block) throws Exception {
        assertThat(PolicyCases.parse(block.text(), "cases.yaml").cases()).isNotEmpty();
    }

    @Test
    void readmeShowsThreePolicies() throws IOException {
        assertThat(policies().stream().filter(b -> b.path().endsWith("README.md"))).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void configurationInADocumentLoads(Document.Block block) throws Exception {
        Path file = Files.writeString(directory.resolve("config.toml"), block.text());

        assertThat(Config.load(new Home(directory), file).policyPath()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("json")
    void jsonInADocumentIsJson(Document.Block block) throws IOException {
        assertThat(new ObjectMapper().readTree(block.text()).isObject()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void blocksAreOfKnownKinds(Document document) {
        assertThat(document.blocks())
                .extracting(Document.Block::words)
                .isSubsetOf(POLICY, CONFIG, CASES, EXECUTED, "json", "console", "text", "mermaid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/start/quick-start.md"})
    void commandsOfADocumentSucceed(String path) throws Exception {
        Files.createSymbolicLink(
                directory.resolve("agentgate"), Gateway.fileInRepository("agentgate"));
        List<Document.Block> executed =
                Document.of(path).blocks().stream()
                        .filter(block -> block.words().equals(EXECUTED))
                        .toList();
        assertThat(executed).isNotEmpty();
        for (Document.Block block : executed) {
            assertThat(block.text().lines()).as("%s", block).allMatch(DocsIT::startsTheCommand);
            assertThat(run(List.of("sh", "-e", "-c", block.text())).exitCode())
                    .as("%s", block)
                    .isEqualTo(ExitCode.OK);
        }
    }

    private static boolean startsTheCommand(String line) {
        return line.startsWith("./agentgate ") || line.startsWith("agentgate ");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linkLeadsSomewhere(Document document) throws IOException {
        for (String link : document.links()) {
            if (link.startsWith("https:")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target =
                    parts[0].isEmpty()
                            ? document.path()
                            : document.path().resolveSibling(parts[0]).normalize();
            assertThat(target).as("%s in %s", link, document.path()).exists();
            if (parts.length == 2) {
                String file = Gateway.fileInRepository("").relativize(target).toString();
                assertThat(Document.of(file).anchors()).contains(parts[1]);
            }
        }
    }

    @Test
    void everyDocumentIsReachedFromTheReadme() throws IOException {
        Set<Path> linked =
                Document.of("README.md").links().stream()
                        .map(link -> Gateway.fileInRepository(link).normalize())
                        .collect(Collectors.toSet());

        assertThat(Document.all().stream().map(Document::path))
                .filteredOn(path -> !path.endsWith("README.md"))
                .isSubsetOf(linked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connect",
                "import",
                "wrap",
                "serve",
                "dashboard",
                "open",
                "status",
                "servers",
                "kill-switch set",
                "kill-switch list",
                "kill-switch lift",
                "demo",
                "logs",
                "audit verify",
                "policy check",
                "policy explain",
                "policy lint",
                "policy test",
                "policy diff",
                "policy convert",
                "keys create",
                "keys list",
                "keys revoke",
                "doctor",
                "validate"
            })
    void optionsAreThoseOfTheHelp(String command) throws Exception {
        Set<String> documented =
                Document.of("docs/reference/cli.md").rows("`agentgate " + command + "`").stream()
                        .map(row -> Document.bare(row.getFirst()).split(" ", 2)[0])
                        .collect(Collectors.toCollection(TreeSet::new));

        Set<String> offered =
                Pattern.compile("(?m)^ +(?:-\\w, )?(--[a-z-]+)")
                        .matcher(agentgate((command + " --help").split(" ")))
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(offered).containsAll(OF_EVERY_COMMAND);
        offered.removeAll(OF_EVERY_COMMAND);
        assertThat(documented).isEqualTo(offered);
    }

    @Test
    void optionsOfTheInstallerAreThoseOfItsHelp() throws Exception {
        String installer = Gateway.fileInRepository("infra/install/install.sh").toString();
        Ended help = run(List.of("sh", installer, "--help"));
        Set<String> offered =
                Pattern.compile("(?m)^ {2}(--[a-z]+) ")
                        .matcher(help.output())
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(
                        Document.of("docs/guides/install.md").rows("With the script").stream()
                                .map(row -> Document.bare(row.getFirst()).split(" ", 2)[0]))
                .containsExactlyInAnyOrderElementsOf(offered);
    }

    @Test
    void commandsAreThoseOfTheHelp() throws Exception {
        String help = agentgate("--help");
        Set<String> offered =
                Pattern.compile("(?m)^  ([a-z-]+) +[A-Z]")
                        .matcher(help.substring(help.indexOf("Commands:")))
                        .results()
                        .map(found -> "`agentgate " + found.group(1) + "`")
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(offered.remove("`agentgate help`")).isTrue();

        assertThat(
                        Document.of("docs/reference/cli.md").prose().stream()
                                .filter(line -> line.startsWith("## `"))
                                .map(line -> line.substring("## ".length())))
                .containsExactlyInAnyOrderElementsOf(offered);
    }

    @Test
    void exitCodesAreThoseOfTheCode() throws Exception {
        Map<String, String> codes = new TreeMap<>();
        codes.putAll(constants(ExitCode.class));
        codes.put(Integer.toString(ChildProcess.NOT_EXECUTABLE), "NOT_EXECUTABLE");
        codes.put(Integer.toString(ChildProcess.NOT_FOUND), "NOT_FOUND");

        assertThat(Document.of("docs/reference/exit-codes.md").table("Exit codes"))
                .containsExactlyInAnyOrderEntriesOf(codes);
        String help = agentgate("wrap", "--help");
        codes.keySet().stream()
                .filter(code -> Integer.parseInt(code) >= ExitCode.USAGE)
                .forEach(code -> assertThat(help).containsPattern("\n +" + code + "  "));
    }

    private static Map<String, String> constants(Class<?> type) throws IllegalAccessException {
        Map<String, String> constants = new TreeMap<>();
        for (Field field : type.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                constants.put(String.valueOf(field.get(null)), field.getName());
            }
        }
        return constants;
    }

    @Test
    void errorCodesAreThoseOfTheCode() throws Exception {
        Document errors = Document.of("docs/reference/errors.md");

        assertThat(errors.table("A call that was refused").keySet())
                .filteredOn(key -> key.matches("-?\\d+"))
                .containsExactlyInAnyOrder(
                        Integer.toString(Refusal.DENIED),
                        Integer.toString(Refusal.RATE_LIMITED),
                        Integer.toString(Refusal.UNAVAILABLE),
                        Integer.toString(ErrorCode.INVALID_PARAMS),
                        Integer.toString(ErrorCode.INVALID_REQUEST));
        assertThat(errors.table("A message that was refused").keySet())
                .containsExactlyInAnyOrder(
                        Integer.toString(ErrorCode.PARSE_ERROR),
                        Integer.toString(ErrorCode.INVALID_REQUEST),
                        Integer.toString(ErrorCode.METHOD_NOT_FOUND),
                        Integer.toString(ErrorCode.INVALID_PARAMS));
    }

    @Test
    void configurationKeysAreThoseOfTheCode() throws Exception {
        Set<String> read = new TreeSet<>();
        for (String key : validKeys("x = 1")) {
            List<String> inner = validKeys("[" + key + "]\nx = 1");
            inner.forEach(name -> read.add(key + "." + name));
            if (inner.isEmpty()) {
                read.add(key);
            }
        }

        assertThat(Document.of("docs/reference/config.md").table("Configuration file").keySet())
                .containsExactlyInAnyOrderElementsOf(read);
    }

    /** What the refusal of an unknown key offers instead; nothing where a key is no table. */
    private List<String> validKeys(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("wrong.toml"), text);
        try {
            Config.load(new Home(directory), file);
        } catch (CommandException refused) {
            String refusal = String.valueOf(refused.getMessage());
            int list = refusal.indexOf(VALID_HERE);
            return list < 0
                    ? List.of()
                    : List.of(refusal.substring(list + VALID_HERE.length()).split(", "));
        }
        throw new AssertionError("not refused: " + text);
    }

    @Test
    void schemaOfConfigurationsIsThatOfTheCode() throws IOException {
        ObjectMapper json = new ObjectMapper();

        assertThat(
                        json.readTree(
                                Gateway.fileInRepository("docs/reference/config.schema.json")
                                        .toFile()))
                .isEqualTo(json.readTree(ConfigSchema.json()));
    }

    @Test
    void schemaOfPoliciesIsThatOfTheCode() throws IOException {
        ObjectMapper json = new ObjectMapper();

        assertThat(
                        json.readTree(
                                Gateway.fileInRepository("docs/reference/policy.schema.json")
                                        .toFile()))
                .isEqualTo(json.readTree(PolicySchema.json()));
    }

    @Test
    void metricsAreThoseOfTheCode() throws IOException {
        PrometheusMeters meters = new PrometheusMeters();
        CircuitSettings settings =
                new CircuitSettings(1, Duration.ofSeconds(1), Duration.ofSeconds(1));
        meters.show(new BreakerStates(new CircuitGuard(settings, () -> 0), new ToolNames()));
        meters.callBegan();
        meters.callEnded("tool", CallOutcome.SUCCESS, 1);
        meters.denied("rule");
        meters.diverged(
                new Divergence("server", Decision.Outcome.ALLOW, Decision.Outcome.DENY, "rule"));
        Map<String, String> shown = new TreeMap<>();
        for (String line : meters.scrape(null).text().lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", 4);
                shown.put(words[2], words[3]);
            }
        }
        Document metrics = Document.of("docs/reference/metrics.md");

        assertThat(metrics.table("Metrics")).containsExactlyInAnyOrderEntriesOf(shown);
        assertThat(metrics.table("Status").keySet())
                .containsExactlyElementsOf(
                        Stream.of(CallOutcome.values()).map(CallOutcome::word).toList());
        assertThat(metrics.table("Scope").keySet())
                .containsExactlyElementsOf(
                        Stream.of(LimitScope.values()).map(LimitScope::word).toList());
    }

    @Test
    void statusesAreThoseOfTheCode() throws IOException {
        assertThat(
                        Document.of("docs/guides/read-the-records.md")
                                .table("Read the records")
                                .keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(CallStatus.values()).map(CallStatus::word).toList());
    }

    @Test
    void statesOfAKeyAreThoseOfTheCode() throws IOException {
        assertThat(
                        Document.of("docs/guides/callers-and-api-keys.md")
                                .table("See what there is")
                                .keySet())
                .containsExactly(
                        Stream.of(KeyState.values()).map(KeyState::word).toArray(String[]::new));
    }

    @Test
    void limitsAreThoseOfTheCode() throws IOException {
        Limits client = Limits.DEFAULT;
        Limits server = Session.SERVER_LIMITS;
        List<Long> figures =
                List.of(
                        (long) client.maxBytes(),
                        (long) client.maxDepth(),
                        (long) client.maxString(),
                        (long) client.maxKeys(),
                        (long) server.maxBytes(),
                        (long) server.maxDepth(),
                        (long) server.maxKeys(),
                        (long) client.maxNumber(),
                        (long) client.maxName(),
                        (long) PendingRequests.MAX_PENDING,
                        Gatekeeper.MAX_SILENCE_NANOS / 1_000_000_000,
                        (long) Payload.MAX_HEAD_BYTES,
                        JournalSettings.ofOneSession().maxBytes(),
                        JournalSettings.ofServer().maxBytes());

        assertThat(Document.of("docs/reference/limits.md").table("Limits").values())
                .containsExactlyElementsOf(
                        figures.stream().map(f -> String.format(Locale.ROOT, "%,d", f)).toList());
    }

    @Test
    void limitsOfHttpAreThoseOfTheCode() throws IOException {
        Map<String, String> figures = Document.of("docs/reference/http.md").table("Limits of HTTP");
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put(
                "seconds a connection may be idle",
                seconds("connection/ClientConnection", "IDLE\\("));
        sources.put("seconds for the head", seconds("connection/ClientConnection", "HEAD\\("));
        sources.put("seconds for its body", seconds("connection/ClientConnection", "BODY\\("));
        sources.put(
                "bytes of the request line", number("connection/Connections", "MAX_LINE_BYTES = "));
        sources.put(
                "bytes of the headers", number("connection/Connections", "MAX_HEADER_BYTES = "));
        sources.put(
                "connections of clients", number("connection/Connections", "MAX_CONNECTIONS = "));
        sources.put("sessions", number("session/Sessions", "MAX_SESSIONS = "));
        sources.put("seconds until a session", seconds("session/Sessions", " IDLE_NANOS = "));
        sources.put("the same while", seconds("session/Sessions", "MAY_GO_NANOS = "));
        sources.put("streams opened by GET", number("session/ClientSession", "MAX_STREAMS = "));
        sources.put(
                "streams of subscriptions/listen",
                number("session/ListeningCallers", "MAX_STREAMS = "));
        sources.put("seconds of silence", seconds("exchange/ClientStream", "SILENCE_NANOS = "));
        sources.put("seconds until a client", seconds("exchange/ClientStream", "STUCK_NANOS = "));
        sources.put("seconds between pings", seconds("websocket/WebSocket", "PING_NANOS = "));
        sources.put("seconds to begin", seconds("conversation/SocketTalk", "SILENT_NANOS = "));
        sources.put("tickets for WebSockets", number("TicketDesk", "MAX_TICKETS = "));
        sources.put("seconds a ticket", String.valueOf(Tickets.GOOD_SECONDS));
        sources.put(
                "messages of such a session", number("conversation/Backlog", "MAX_MESSAGES = "));
        sources.put("bytes of such messages", number("conversation/Backlog", "MAX_BYTES = "));
        sources.put(
                "bytes of answers to refused messages",
                number("conversation/EventTalk", "MAX_UNREAD_BYTES = "));
        sources.put(
                "bytes that wait for a client of WebSocket",
                number("websocket/WebSocket", "MAX_UNREAD_BYTES = "));
        sources.put("characters of a session id", number("session/SessionSeal", "MAX_LENGTH = "));
        sources.put(
                "characters of an event id",
                number("exchange/StreamRelay", "MAX_EVENT_ID_LENGTH = "));
        sources.put("seconds to connect", millis("upstream/Upstream", "CONNECT_TIMEOUT_MILLIS = "));
        sources.put(
                "seconds an unused connection",
                number("upstream/Upstream", "KEEP_ALIVE_SECONDS = "));
        sources.put(
                "connections to the server of one event loop, for requests",
                number("upstream/Upstream", "MAX_REQUEST_CONNECTIONS = "));
        sources.put(
                "connections to the server of one event loop, for streams",
                number("upstream/Upstream", "MAX_STREAM_CONNECTIONS = "));
        sources.put(
                "requests of one event loop", number("upstream/ConnectionPool", "MAX_WAITING = "));
        sources.put("seconds for a server over", number("link/SseLinks", "PATIENCE_SECONDS = "));
        sources.put("messages of one session", number("link/Outbox", "MAX_MESSAGES = "));
        sources.put("the same in bytes", number("link/Outbox", "MAX_BYTES = "));
        sources.put("failed logins", number("entrance/FailedLogins", "MAX_FAILURES = "));
        sources.put("addresses whose", number("entrance/FailedLogins", "MAX_ADDRESSES = "));
        sources.put("milliseconds the database", number("Patience", "TOLERATED_MILLIS = "));
        sources.put("milliseconds a request", number("Patience", "LONGEST_MILLIS = "));

        List<String> rows = new ArrayList<>(figures.keySet());
        int row = 0;
        for (Map.Entry<String, String> source : sources.entrySet()) {
            assertThat(rows.get(row)).startsWith(source.getKey());
            assertThat(figures.get(rows.get(row))).as(rows.get(row)).isEqualTo(source.getValue());
            row++;
        }
    }

    @Test
    void headersThatGoOnAreThoseOfTheCode() throws IOException {
        Set<String> sent =
                Pattern.compile("\"([a-z-]+): ")
                        .matcher(transport("upstream/RequestHeads"))
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
        Document http = Document.of("docs/reference/http.md");
        String paragraph = http.section("Headers that go on to the server");

        assertThat(
                        Document.codeWords(paragraph)
                                .filter(word -> Character.isUpperCase(word.charAt(0)))
                                .map(word -> word.toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(sent);
    }

    private static String transport(String type) throws IOException {
        return Files.readString(
                Gateway.fileInRepository(
                        "transports/src/main/java/io/agentgate/transports/" + type + ".java"));
    }

    private static long figure(String type, String before) throws IOException {
        var found =
                Pattern.compile(before + "([0-9_]+)L?(?: << ([0-9]+))?").matcher(transport(type));
        assertThat(found.find()).as("%s in %s", before, type).isTrue();
        long number = Long.parseLong(found.group(1).replace("_", ""));
        return found.group(2) == null ? number : number << Integer.parseInt(found.group(2));
    }

    private static String number(String type, String before) throws IOException {
        return String.format(Locale.ROOT, "%,d", figure(type, before));
    }

    private static String seconds(String type, String before) throws IOException {
        return String.format(Locale.ROOT, "%,d", figure(type, before) / 1_000_000_000);
    }

    private static String millis(String type, String before) throws IOException {
        return String.format(Locale.ROOT, "%,d", figure(type, before) / 1_000);
    }

    @Test
    void kindsOfNotesAreThoseOfTheCode() throws IOException {
        Set<String> kinds = new TreeSet<>();
        Pattern kind =
                Pattern.compile(
                        "\"((?:[a-z]+)_(?:set|lifted|loaded|refused|dropped|repaired|failed|opened|closed|gap|overflow|error|replaced|created|revoked))\"");
        for (String module : List.of("gateway", "transports", "command", "serve")) {
            try (Stream<Path> files =
                    Files.walk(Gateway.fileInRepository(module + "/src/main/java"))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    kind.matcher(Files.readString(file))
                            .results()
                            .forEach(found -> kinds.add(found.group(1)));
                }
            }
        }

        assertThat(Document.of("docs/reference/audit-record.md").table("Kinds of notes").keySet())
                .containsExactlyInAnyOrderElementsOf(kinds);
    }

    @Test
    void membersOfARecordAreThoseOfTheOutput() throws Exception {
        agentgate("demo", "--exit");
        String line = agentgate("logs", "--jsonl", "--limit", "1");
        List<String> members = new ArrayList<>();
        new ObjectMapper().readTree(line).fieldNames().forEachRemaining(members::add);

        assertThat(
                        Document.of("docs/reference/audit-record.md")
                                .table("A line of `agentgate logs --jsonl`")
                                .keySet())
                .containsExactlyElementsOf(members);
    }

    @Test
    void everyLibraryOfTheDistributionIsListed() throws IOException {
        Document licences = Document.of("docs/reference/licences.md");

        assertThat(licences.table("The command (`lib`)").keySet())
                .containsExactlyInAnyOrderElementsOf(libraries("lib"));
        Set<String> ofServe = librariesOfServe();
        ofServe.removeAll(libraries("lib"));
        assertThat(licences.table("`agentgate serve` (`serve`)").keySet())
                .containsExactlyInAnyOrderElementsOf(ofServe);
        assertThat(licences.table("The demo server (`demo`)").keySet())
                .containsExactlyInAnyOrderElementsOf(libraries("demo"));
    }

    @Test
    void everyLibraryThatTestsStartBackendsWithIsListed() throws IOException {
        String pom = Files.readString(Gateway.fileInRepository("backends/pom.xml"));
        Set<String> declared =
                Pattern.compile("<artifactId>([^<]+)</artifactId>")
                        .matcher(
                                pom.substring(pom.lastIndexOf("<dependencies>"))
                                        .split("<build>")[0])
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet());

        assertThat(
                        Document.of("docs/reference/licences.md")
                                .table("Tests and development (`backends`)")
                                .keySet())
                .containsExactlyInAnyOrderElementsOf(declared);
    }

    /** As Quarkus lists them beside the application: group, name, classifier, type, version. */
    private static Set<String> librariesOfServe() throws IOException {
        Path list =
                Gateway.fileInRepository("command/target/dist/serve/quarkus-app-dependencies.txt");
        try (Stream<String> lines = Files.lines(list)) {
            return lines.map(line -> line.split(":")[1])
                    .filter(name -> !name.startsWith("agentgate"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> libraries(String part) throws IOException {
        Path dist = Gateway.fileInRepository("command/target/dist");
        try (Stream<Path> files = Files.list(dist.resolve(part))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .filter(name -> !name.startsWith("agentgate") && !name.equals("workshop.jar"))
                    .map(name -> name.replaceFirst("-[0-9][^-]*\\.jar$", ""))
                    .collect(Collectors.toSet());
        }
    }

    /** Which test stops a threat is only worth reading while there is that test. */
    @Test
    void testsThatTheDocumentsNameExist() throws IOException {
        Map<String, String> sources = testSources();
        Pattern test = Pattern.compile("`(\\w+(?:Test|IT|Contract))(?:\\.(\\w+))?`");
        Map<String, String> missing = new TreeMap<>();
        for (Document document : Document.all()) {
            for (String line : document.prose()) {
                for (MatchResult named : test.matcher(line).results().toList()) {
                    String source = sources.getOrDefault(named.group(1), "");
                    boolean there =
                            named.group(2) == null
                                    ? !source.isEmpty()
                                    : source.contains("void " + named.group(2) + "(");
                    if (!there) {
                        missing.put(named.group(), document.path().toString());
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        Path root = Gateway.fileInRepository("");
        for (String module :
                List.of(
                        "protocol",
                        "policy",
                        "gateway",
                        "testkit",
                        "schema",
                        "stdio",
                        "backends",
                        "embedded",
                        "rehearsal",
                        "cluster",
                        "transports",
                        "dashboard",
                        "policy-service",
                        "audit-service",
                        "proxy-service",
                        "dashboard-service",
                        "command",
                        "examples",
                        "e2e")) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src"))) {
                for (Path file :
                        files.filter(f -> f.toString().matches(".*(Test|IT|Contract)\\.java"))
                                .toList()) {
                    sources.put(
                            file.getFileName().toString().replace(".java", ""),
                            Files.readString(file));
                }
            }
        }
        return sources;
    }

    private String agentgate(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Gateway.fileInRepository("agentgate").toString()));
        command.addAll(List.of(arguments));
        Ended ended = run(command);
        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
        return ended.output();
    }

    /** A process that ended. */
    private record Ended(int exitCode, String output) {}

    private Ended run(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Path home = directory.resolve("home");
        builder.environment().putAll(Gateway.environment(home));
        builder.environment().merge("PATH", directory.toString(), (old, add) -> add + ":" + old);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
