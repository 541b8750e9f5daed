package io.agentgate.cli.status;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One connection to our socket: a question comes, an answer goes, and that is all. */
final class Asker implements AutoCloseable {
    private final SocketChannel channel;
    private final long since;
    private final ByteBuffer question = ByteBuffer.allocate(Inquiry.MAX_QUESTION_BYTES);
    private @Nullable ByteBuffer answer;

    /**
     * @param channel that never blocks
     * @param since when it connected, in nanoseconds
     */
    Asker(SocketChannel channel, long since) {
        this.channel = channel;
        this.since = since;
    }

    long since() {
        return since;
    }

    /** What it waits for. */
    enum Waiting {
        QUESTION,
        /** Room for the rest of the answer. */
        ROOM,
        /** Nothing any more. */
        NOTHING
    }

    /** Goes on with what came, or with what is still to be said. */
    Waiting goesOn(UnaryOperator<byte[]> answers) throws IOException {
        if (answer != null) {
            return write(answer);
        }
        int count = channel.read(question);
        for (int i = 0; i < question.position(); i++) {
            if (question.get(i) == '\n') {
                return write(ByteBuffer.wrap(answers.apply(Arrays.copyOf(question.array(), i))));
            }
        }
        if (!question.hasRemaining()) {
            return write(ByteBuffer.wrap(Inquiry.error("the question is too long")));
        }
        return count >= 0 ? Waiting.QUESTION : Waiting.NOTHING;
    }

    private Waiting write(ByteBuffer rest) throws IOException {
        answer = rest;
        channel.write(rest);
        return rest.hasRemaining() ? Waiting.ROOM : Waiting.NOTHING;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // It is over either way.
        }
    }
}
