package io.agentgate.cli.status;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** One connection to our socket: a question comes, an answer goes, and that is all. */
final class Asker implements AutoCloseable {
    private final SocketChannel channel;
    private final long since;
    private final ByteBuffer question = ByteBuffer.allocate(Inquiry.MAX_QUESTION_BYTES);

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

    /**
     * Goes on with what came.
     *
     * @return whether more has to come
     */
    boolean goesOn(UnaryOperator<byte[]> answers) throws IOException {
        int count = channel.read(question);
        for (int i = 0; i < question.position(); i++) {
            if (question.get(i) == '\n') {
                answer(answers.apply(Arrays.copyOf(question.array(), i)));
                return false;
            }
        }
        if (!question.hasRemaining()) {
            answer(Inquiry.error("the question is too long"));
            return false;
        }
        return count >= 0;
    }

    /** Answers fit what the system buffers for a connection; a peer with less gets a part. */
    private void answer(byte[] line) throws IOException {
        channel.write(ByteBuffer.wrap(line));
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
