package io.agentgate.cli.demo;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A small MCP client that plays the part of an agent, over the standard streams of a process. */
final class DemoAgent implements AutoCloseable {
    private static final String REVISION = "2025-11-25";
    private static final long END_SECONDS = 10;
    private static final long ANSWER_SECONDS = 60;

    private final Process process;
    private final OutputStream toServer;
    private final BufferedReader fromServer;
    private final Scanner scanner = new Scanner(Limits.DEFAULT, Peer.SERVER);
    private long lastId;

    /** Starts what speaks MCP; its standard error goes to ours. */
    DemoAgent(List<String> command) throws IOException {
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        toServer = process.getOutputStream();
        fromServer =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What came of a call: the outcome, and why where it was refused. */
    record Seen(DemoOutcome outcome, String why) {}

    /** Shakes hands, and asks for the tools. */
    Set<String> connect() throws IOException {
        JsonWriter hello = new JsonWriter().beginObject();
        hello.name("protocolVersion").value(REVISION);
        hello.name("capabilities").beginObject().endObject();
        hello.name("clientInfo").beginObject().name("name").value("agentgate-demo");
        hello.name("version").value("1").endObject().endObject();
        Response welcome = request("initialize", hello.toBytes());
        if (welcome.outcome() instanceof Response.Failure) {
            throw new IOException("the server refused to begin: " + errorMessage(welcome));
        }
        send(
                new JsonWriter()
                        .beginObject()
                        .name("jsonrpc")
                        .value("2.0")
                        .name("method")
                        .value("notifications/initialized")
                        .endObject());
        return toolNames(request("tools/list", "{}".getBytes(StandardCharsets.US_ASCII)));
    }

    /** Calls a tool. */
    Seen call(DemoStep step) throws IOException {
        JsonWriter params = new JsonWriter().beginObject();
        params.name("name").value(step.tool());
        params.name("arguments").raw(step.arguments().getBytes(StandardCharsets.UTF_8));
        Response response = request("tools/call", params.endObject().toBytes());
        String text = response.frame().text();
        return switch (response.outcome()) {
            case Response.Result ignored ->
                    text.contains("[REDACTED]")
                            ? new Seen(DemoOutcome.REDACTED, "the agent sees [REDACTED]")
                            : new Seen(DemoOutcome.ALLOWED, "");
            case Response.Failure failure -> {
                String message = errorMessage(response);
                yield switch (failure.code()) {
                    case 429 -> new Seen(DemoOutcome.RATE_LIMITED, message);
                    case -32603 -> new Seen(DemoOutcome.DENIED, message);
                    default -> new Seen(DemoOutcome.FAILED, message);
                };
            }
        };
    }

    private Response request(String method, byte[] params) throws IOException {
        Id id = Id.of(++lastId);
        send(
                new JsonWriter()
                        .beginObject()
                        .name("jsonrpc")
                        .value("2.0")
                        .name("id")
                        .value(lastId)
                        .name("method")
                        .value(method)
                        .name("params")
                        .raw(params)
                        .endObject());
        Future<?> deadline =
                CompletableFuture.runAsync(
                        process::destroyForcibly,
                        CompletableFuture.delayedExecutor(ANSWER_SECONDS, TimeUnit.SECONDS));
        try {
            return answer(id, method);
        } finally {
            deadline.cancel(false);
        }
    }

    private Response answer(Id id, String method) throws IOException {
        while (true) {
            String line = fromServer.readLine();
            if (line == null) {
                throw new IOException(
                        "the server ended, or was ended after "
                                + ANSWER_SECONDS
                                + " s, before it answered "
                                + method);
            }
            if (scanner.scan(line.getBytes(StandardCharsets.UTF_8)) instanceof Response response
                    && response.id() != null
                    && response.id().equals(id)) {
                return response;
            }
        }
    }

    private void send(JsonWriter message) throws IOException {
        toServer.write(message.toBytes());
        toServer.write('\n');
        toServer.flush();
    }

    private static Set<String> toolNames(Response response) {
        Set<String> names = new LinkedHashSet<>();
        Frame frame = response.frame();
        JsonCursor cursor = new JsonCursor(frame, response.outcome().span());
        cursor.next();
        while (cursor.next() == Token.NAME) {
            boolean tools = cursor.text().equals("tools");
            if (!tools || cursor.next() != Token.BEGIN_ARRAY) {
                cursor.skipValue();
                continue;
            }
            while (cursor.next() == Token.BEGIN_OBJECT) {
                String name = member(cursor, "name");
                if (name != null) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static String errorMessage(Response response) {
        JsonCursor cursor = new JsonCursor(response.frame(), response.outcome().span());
        cursor.next();
        String message = member(cursor, "message");
        return message == null ? "" : message;
    }

    /** Reads the object the cursor has just begun to its end; gives the text of one member. */
    private static @Nullable String member(JsonCursor cursor, String wanted) {
        String text = null;
        while (cursor.next() == Token.NAME) {
            boolean found = cursor.text().equals(wanted);
            cursor.skipValue();
            if (found && cursor.token() == Token.STRING) {
                text = cursor.text();
            }
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        toServer.close();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
