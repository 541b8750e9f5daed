package io.agentgate.cli.config;

import io.agentgate.gateway.call.Timeouts;
import java.net.URI;
import java.nio.file.Path;
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
 * @param timeouts how long its answers are waited for
 * @param validatesArguments whether arguments have to fit what it lists of its tools
 */
public record ListedServer(
        String name,
        Way way,
        Map<String, String> env,
        @Nullable Integer bindPort,
        Timeouts timeouts,
        boolean validatesArguments) {
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
        /**
         * A program that is started; the first word is its name.
         *
         * @param directory where it is started; null for our own
         * @param maxChildren most of it that may run at once
         * @param shared whether all sessions use one of it
         */
        record Command(
                List<String> words, @Nullable Path directory, int maxChildren, boolean shared)
                implements Way {
            /** Most of one program that may run at once, if the configuration does not say. */
            public static final int MANY_CHILDREN = 100;

            public Command {
                words = List.copyOf(words);
            }

            /** A program that is started in our own directory. */
            public Command(List<String> words) {
                this(words, null, MANY_CHILDREN, false);
            }
        }

        /** A server of Streamable HTTP. */
        record Http(Endpoints endpoints, List<Header> headers, AccessConfig access) implements Way {
            public Http {
                headers = List.copyOf(headers);
            }

            /** A server that asks nobody, or is content with the headers. */
            public Http(Endpoints endpoints, List<Header> headers) {
                this(endpoints, headers, AccessConfig.NONE);
            }
        }

        /** The stream of a server of HTTP+SSE, the transport that Streamable HTTP replaced. */
        record Sse(URI url, List<Header> headers, AccessConfig access) implements Way {
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
