package io.agentgate.testkit.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Head;
import io.agentgate.testkit.http.ServeProcess;
import io.agentgate.testkit.http.WireClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A client of HTTP with SSE, which hears on one connection and speaks on another. */
final class EventChannel implements ChannelConversation.Channel {
    private final WireClient stream;
    private final WireClient posts;
    private final String place;

    /** What was answered at once. */
    private final Deque<String> answers = new ArrayDeque<>();

    EventChannel(ServeProcess serve) throws IOException {
        URI gateway = serve.at("/sse");
        stream = new WireClient(gateway);
        posts = new WireClient(gateway);
        Head head =
                stream.send(
                                "GET "
                                        + gateway.getPath()
                                        + " HTTP/1.1\r\nHost: localhost\r\n"
                                        + "Accept: text/event-stream\r\n\r\n")
                        .head();
        if (head.status() != 200) {
            throw new IOException("no stream: " + head);
        }
        place = WireClient.data(String.valueOf(stream.event()));
    }

    @Override
    public void say(String message, @Nullable String otherwiseSilent) throws IOException {
        Answer answer =
                posts.send(
                                "POST "
                                        + place
                                        + " HTTP/1.1\r\nHost: localhost\r\n"
                                        + "Content-Type: application/json\r\nContent-Length: "
                                        + message.getBytes(UTF_8).length
                                        + "\r\n\r\n"
                                        + message)
                        .answer();
        String body = answer.body();
        boolean fits = otherwiseSilent != null && Wildcards.match(otherwiseSilent, body);
        boolean taken = answer.status() == 202 && body.isEmpty();
        if (!fits && !taken) {
            answers.add(body);
        }
    }

    @Override
    public @Nullable String next() throws IOException {
        String answered = answers.poll();
        return answered == null ? stream.message() : answered;
    }

    @Override
    public void close() throws IOException {
        stream.close();
        posts.close();
    }
}
