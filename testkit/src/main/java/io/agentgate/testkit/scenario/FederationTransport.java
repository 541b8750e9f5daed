package io.agentgate.testkit.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.protocol.JsonWriter;
import io.agentgate.testkit.http.ServeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code agentgate serve} before three programs that are shown as one, of which one has what the
 * scenario is about, whose tools have its name before theirs. What the gateway writes itself is
 * told from what it passes on by its form: ids of its own and cursors, which are compared by where
 * they stand.
 */
public final class FederationTransport implements Transport {
    private static final String BEGUN =
            "{\"jsonrpc\":\"2.0\",\"id\":"
                    + ScriptedServer.ID
                    + ",\"result\":{\"protocolVersion\":\"2025-11-25\","
                    + "\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"scripted\",\"version\":\"1\"}}}";
    private static final String NO_TOOLS = BEGUN.replace("\"tools\":{}", "");

    private final Launcher launcher;
    private final BiFunction<Scenario, Words, ClientSide> client;

    private FederationTransport(Launcher launcher, BiFunction<Scenario, Words, ClientSide> client) {
        this.launcher = launcher;
        this.client = client;
    }

    /** With a client of Streamable HTTP. */
    public static FederationTransport streamable(Launcher launcher) {
        return new FederationTransport(
                launcher, (scenario, words) -> new HttpConversation(scenario, words, ""));
    }

    /** With a client of HTTP with SSE. */
    public static FederationTransport events(Launcher launcher) {
        return new FederationTransport(
                launcher,
                (scenario, words) -> new ChannelConversation(scenario, words, EventChannel::new));
    }

    /** With a client of WebSocket. */
    public static FederationTransport socket(Launcher launcher) {
        return new FederationTransport(
                launcher,
                (scenario, words) -> new ChannelConversation(scenario, words, SocketChannel::new));
    }

    @Override
    public @Nullable String whyNot(Scenario scenario) {
        for (String message : scenario.messages()) {
            if (message.contains("\"method\":\"resources/")
                    || message.contains("\"method\":\"prompts/list\"")) {
                return "the servers that are shown as one list tools alone";
            }
        }
        return Transport.needsStatelessClient(scenario);
    }

    @Override
    public Played play(Scenario scenario, Path scratch) throws Exception {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Files.writeString(home.resolve("policy.toml"), scenario.policy());
        Path script = scratch.resolve("script");
        List<List<String>> answers = new ArrayList<>();
        answers.add(List.of(BEGUN));
        answers.addAll(OwnWords.answers(scenario));
        ScriptedServer.write(script, answers);
        Path other = scratch.resolve("other");
        ScriptedServer.write(other, List.of(List.of(NO_TOOLS)));
        OwnWords words = new OwnWords();
        ClientSide side = client.apply(scenario, words);
        try (Witness witness = new Witness(side)) {
            Files.writeString(
                    home.resolve("config.toml"),
                    "policy_path = \"policy.toml\"\n[server]\nprefix = \"always\"\n"
                            + config("before", other, scratch.resolve("seen-before").toString())
                            + config("scripted", script, witness.port())
                            + scenario.configured()
                            + config("behind", other, scratch.resolve("seen-behind").toString()));
            List<List<String>> heard;
            try (ServeProcess serve =
                    ServeProcess.start(
                            launcher.command(List.of("serve")), launcher.environment(home))) {
                heard = side.play(serve);
            }
            return new Played(
                    heard,
                    words.seen(witness.seen(), scenario),
                    launcher.audit(home).stream().map(OwnWords::recorded).toList());
        }
    }

    private static String config(String name, Path script, String seen) {
        List<String> command = ScriptedServer.command(script, seen);
        JsonWriter args = new JsonWriter().beginArray();
        command.subList(1, command.size()).forEach(args::value);
        return "[servers."
                + name
                + "]\ncommand = "
                + new String(JsonWriter.quote(command.getFirst()), UTF_8)
                + "\nargs = "
                + new String(args.endArray().toBytes(), UTF_8)
                + "\n";
    }

    /** What a federation writes itself, and what stands for it in a scenario. */
    private static final class OwnWords implements Words {
        private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|[0-9.]+)");
        private static final Pattern OWN_ID = Pattern.compile("\"id\":(\"agentgate-[^\"]*\")");
        private static final Pattern CURSOR = Pattern.compile("\"nextCursor\":(\"[^\"]*\")");

        private static final String NAME = "\"name\":\"";
        private static final String PREFIX = "scripted__";
        private static final String URI_PREFIX = "scripted+";

        /** Ids of requests that the client was asked, by what the scenario calls them. */
        private final Map<String, String> asked = new ConcurrentHashMap<>();

        @Override
        public String initialize(String asIs) {
            return asIs.replace("\"capabilities\":{}", "\"capabilities\":{\"roots\":{}}");
        }

        @Override
        public String sent(String message) {
            if (message.contains("\"method\":\"tools/call\"")
                    || message.contains("\"method\":\"prompts/get\"")) {
                return message.replace(NAME, NAME + PREFIX);
            }
            Matcher id = ID.matcher(message);
            boolean answers = !message.contains("\"method\"") && id.find();
            String shown = answers ? asked.get(id.group(1).replace(".0", "")) : null;
            return shown == null ? message : message.replace(id.group(), "\"id\":" + shown);
        }

        @Override
        public String got(String message, @Nullable String expected) {
            if (expected == null) {
                return message;
            }
            Matcher own = OWN_ID.matcher(message);
            Matcher id = ID.matcher(expected);
            if (own.find() && id.find()) {
                asked.put(id.group(1), own.group(1));
            }
            return like(CURSOR, CURSOR, like(OWN_ID, ID, message, expected), expected)
                    .replace(PREFIX, "")
                    .replace(URI_PREFIX, "");
        }

        List<String> seen(List<String> seen, Scenario scenario) {
            List<String> like = new ArrayList<>();
            for (int at = 0; at < seen.size(); at++) {
                like.add(
                        at < scenario.upstream().size()
                                ? like(OWN_ID, ID, seen.get(at), scenario.upstream().get(at))
                                : seen.get(at));
            }
            return like;
        }

        /** What the server says, under the gateway's id where the gateway asks. */
        static List<List<String>> answers(Scenario scenario) {
            List<List<String>> answers = new ArrayList<>();
            for (int at = 0; at < scenario.answers().size(); at++) {
                boolean lists = scenario.upstream().get(at).contains("/list\"");
                answers.add(
                        scenario.answers().get(at).stream()
                                .map(
                                        said ->
                                                lists
                                                        ? ID.matcher(said)
                                                                .replaceFirst(
                                                                        "\"id\":"
                                                                                + ScriptedServer.ID)
                                                        : said)
                                .toList());
            }
            return answers;
        }

        /** What cannot be read is recorded under the name that the client gave. */
        static AuditRow recorded(AuditRow row) {
            Map<String, @Nullable String> members = new LinkedHashMap<>(row.members());
            members.computeIfPresent("tool", (name, tool) -> tool.replace(PREFIX, ""));
            return new AuditRow(members);
        }

        private static String like(Pattern own, Pattern theirs, String text, String expected) {
            Matcher found = own.matcher(text);
            Matcher other = theirs.matcher(expected);
            return found.find() && other.find() ? text.replace(found.group(), other.group()) : text;
        }
    }
}
