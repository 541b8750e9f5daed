package io.agentgate.cli.config;

import io.agentgate.gateway.caller.Networks;
import io.agentgate.gateway.federation.PrefixMode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables {@code [server]} and {@code [upstream]} on their way to a {@link ServerConfig}. */
final class ServerTables {
    private static final String HEADERS = "upstream.headers";

    private final ConfigFile file;

    ServerTables(ConfigFile file) {
        this.file = file;
    }

    ServerConfig read() {
        ServerConfig defaults = ServerConfig.DEFAULT;
        String bind = file.text("server.bind", "an address of this machine in quotes");
        String keyHeader = file.text("server.api_key_header", "the name of a header in quotes");
        if (keyHeader != null && !Header.isName(keyHeader)) {
            file.report("server.api_key_header", "`server.api_key_header` names no header");
        }
        return new ServerConfig(
                (int) file.whole("server.port", defaults.port()),
                bind == null ? defaults.bind() : bind,
                origins(),
                keyHeader == null ? defaults.apiKeyHeader() : keyHeader,
                trustedProxies(),
                upstream(),
                prefix(),
                streamMillis(),
                TlsTables.listener(file));
    }

    private @Nullable Integer streamMillis() {
        long millis = file.whole("server.stream_ms", 0);
        return millis == 0 ? null : Math.toIntExact(millis);
    }

    private PrefixMode prefix() {
        String word = file.word("server.prefix");
        return word == null ? PrefixMode.ALWAYS : PrefixMode.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private UpstreamConfig upstream() {
        List<Header> headers = headers();
        ConfigTable table = file.value("upstream") instanceof ConfigTable found ? found : null;
        return new UpstreamConfig(
                url(),
                file.name("upstream.name"),
                headers,
                new AccessConfig(
                        CredentialTable.read(InnerTable.of(file, "upstream.credential"), headers),
                        TlsTables.ofServer(InnerTable.of(file, "upstream.tls"))),
                new TimeoutKeys(file, "upstream").read(table),
                (int) file.whole("upstream.retries", Endpoints.RETRIES),
                Validation.read(file, "upstream", table));
    }

    private Set<String> origins() {
        return new LinkedHashSet<>(
                each("server.allow_origins", Address.ORIGIN_FORM, Address::origin));
    }

    private Networks trustedProxies() {
        return Networks.of(each("server.trusted_proxies", Networks.FORM, ServerTables::network));
    }

    private static Optional<String> network(String text) {
        return Networks.isOne(text) ? Optional.of(text) : Optional.empty();
    }

    /** The items of a list, as {@code read} makes them; none where one of them is wrong. */
    private List<String> each(String key, String form, Function<String, Optional<String>> read) {
        List<String> items = new ArrayList<>();
        Object value = file.value(key);
        if (value == null) {
            return items;
        }
        if (value instanceof ConfigList list) {
            for (ConfigTable.Entry item : list.items()) {
                Optional<String> made =
                        item.value() instanceof String text ? read.apply(text) : Optional.empty();
                made.ifPresent(items::add);
            }
            if (items.size() == list.items().size()) {
                return items;
            }
        }
        file.report(key, "`" + key + "` must be a list, each " + form);
        return List.of();
    }

    private @Nullable URI url() {
        String key = "upstream.url";
        String text = file.text(key, Address.UPSTREAM_FORM);
        if (text == null) {
            return null;
        }
        Optional<URI> url = Address.upstream(text);
        if (url.isEmpty()) {
            // The text is not shown: it may hold credentials.
            file.report(key, "`" + key + "` must be " + Address.UPSTREAM_FORM);
        }
        return url.orElse(null);
    }

    private List<Header> headers() {
        List<Header> headers = new ArrayList<>();
        Object value = file.value(HEADERS);
        if (value == null) {
            return headers;
        }
        if (!(value instanceof ConfigTable table)) {
            file.report(HEADERS, "`" + HEADERS + "` must be a table: [" + HEADERS + "]");
            return headers;
        }
        for (String name : table.keys()) {
            if (!(table.get(name) instanceof String text)) {
                file.report(
                        table.placeOf(name),
                        "the value of a header must be in quotes, and a name with dots too");
                continue;
            }
            try {
                Header header = new Header(name, text.strip());
                header.check();
                headers.add(header);
            } catch (HeaderException wrong) {
                file.report(table.placeOf(name), wrong.getMessage());
            }
        }
        return headers;
    }
}
