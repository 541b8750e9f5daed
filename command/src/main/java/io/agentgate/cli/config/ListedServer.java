package io.agentgate.cli.config;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server that the configuration knows by a name.
 *
 * @param env variables of its environment, with variables of ours still in their values; secrets
 * @param bindPort where {@code serve} listens for it, or null for its usual port
 */
public record ListedServer(
        String name, Way way, Map<String, String> env, @Nullable Integer bindPort) {
    static final String NAME_FORM = "a word of at most 128 characters in quotes";
    private static final int MAX_NAME = 128;

    public ListedServer {
        env = Map.copyOf(env);
    }

    /** How a server is reached. */
    enum Transport {
        STDIO,
        HTTP,
        SSE;

        static List<String> words() {
            return Arrays.stream(values())
                    .map(transport -> transport.name().toLowerCase(Locale.ROOT))
                    .toList();
        }
    }

    /** The way to a server. */
    public sealed interface Way {
        /** A program that is started; the first word is its name. */
        record Command(List<String> words) implements Way {
            public Command {
                words = List.copyOf(words);
            }
        }

        /** A Streamable HTTP endpoint. */
        record Http(URI url, List<Header> headers) implements Way {
            public Http {
                headers = List.copyOf(headers);
            }
        }

        /** An endpoint of the transport that Streamable HTTP replaced. */
        record Sse(URI url, List<Header> headers) implements Way {
            public Sse {
                headers = List.copyOf(headers);
            }
        }
    }

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && name.chars().noneMatch(c -> c <= ' ' || c == 127);
    }

    @Override
    public String toString() {
        return "ListedServer[" + name + "]";
    }
}
