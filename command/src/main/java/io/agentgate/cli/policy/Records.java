package io.agentgate.cli.policy;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Value;
import io.agentgate.policy.text.CallText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A service that is asked for records over HTTP, with an access token if need be. */
final class Records implements AutoCloseable {
    static final int OK = 200;
    static final int NOT_FOUND = 404;

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String address;
    private final @Nullable String token;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /**
     * @param address without a path
     */
    Records(String address, @Nullable String token) {
        this.address = address.replaceFirst("/+$", "");
        this.token = token;
    }

    /**
     * Refuses what cannot be asked.
     *
     * @throws CommandException if that is no address, or the token would be read on its way
     */
    static void check(String address, @Nullable String token) throws CommandException {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ExitCode.USAGE, "`" + address + "` is no address");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
            throw new CommandException(
                    ExitCode.USAGE, "--against takes an address as https://host:port");
        }
        if (token != null
                && !address.startsWith("https:")
                && !THIS_MACHINE.contains(uri.getHost())) {
            throw new CommandException(
                    ExitCode.USAGE, "a token is sent over https, or to this machine, only");
        }
    }

    /** Asks for a path; the caller looks at the status. */
    <T> HttpResponse<T> get(String path, HttpResponse.BodyHandler<T> as) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(ANSWER).GET();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return client.send(request.build(), as);
        } catch (IOException away) {
            throw new IOException(address + " cannot be asked: " + words(away), away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static String words(IOException away) {
        return away.getMessage() == null ? away.getClass().getSimpleName() : away.getMessage();
    }

    /** Says that an answer is not the one that was asked for. */
    IOException refusal(int status) {
        return new IOException(
                address
                        + " answered "
                        + status
                        + (status == 401 || status == 403
                                ? ": name a variable with an access token by --token-env"
                                : ""));
    }

    /** An object of JSON that the service wrote. */
    Value.Members object(String json) throws IOException {
        try {
            if (CallText.arguments(json) instanceof Value.Members members) {
                return members;
            }
        } catch (PolicyException notJson) {
            // It is said below.
        }
        throw new IOException(address + " answered with something else");
    }

    /** A text in an object; null if there is none of that name. */
    static @Nullable String text(Value.Members object, String name) {
        return object.values().get(name) instanceof Value.Text text ? text.text() : null;
    }

    /** A text that every call has. */
    String needed(Value.Members object, String name) throws IOException {
        String text = text(object, name);
        if (text == null) {
            throw new IOException(address + " answered with a call without `" + name + "`");
        }
        return text;
    }

    @Override
    public void close() {
        client.close();
    }
}
