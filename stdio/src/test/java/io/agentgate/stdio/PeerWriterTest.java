package io.agentgate.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.protocol.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PeerWriterTest {

    private static Frame frame(String text) {
        return Frame.of(text.getBytes(UTF_8));
    }

    /** A peer that reads nothing until it is told to. */
    private static final class Slow extends OutputStream {
        final CountDownLatch writing = new CountDownLatch(1);
        final CountDownLatch reads = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public void write(int next) throws IOException {
            write(new byte[] {(byte) next}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) throws IOException {
            writing.countDown();
            try {
                reads.await();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
            taken.write(bytes, from, length);
        }

        @Override
        public void close() {
            closed.countDown();
        }

        synchronized List<String> lines() {
            return taken.toString(UTF_8).lines().toList();
        }
    }

    @Test
    void lineIsWrittenWithOneLineFeed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PeerWriter writer = new PeerWriter(out);

        writer.send(frame("{\"a\":\r\n1}\r"));
        writer.send(frame("{}"));

        assertThat(out.toString(UTF_8)).isEqualTo("{\"a\":  1} \n{}\n");
    }

    @Test
    void offerDoesNotWaitForAPeerThatDoesNotRead() throws Exception {
        Slow peer = new Slow();
        PeerWriter writer = new PeerWriter(peer);

        assertThat(writer.offer(frame("{\"n\":1}"))).isTrue();
        peer.writing.await();
        assertThat(writer.offer(frame("{\"n\":2}"))).isTrue();

        peer.reads.countDown();
        writer.close();
        assertThat(peer.lines()).containsExactly("{\"n\":1}", "{\"n\":2}");
    }

    @Test
    void offerDoesNotWaitForASendThatWaits() throws Exception {
        Slow peer = new Slow();
        PeerWriter writer = new PeerWriter(peer);
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            Future<?> sending =
                    pool.submit(
                            () -> {
                                writer.send(frame("sent"));
                                return null;
                            });
            peer.writing.await();

            assertThat(writer.offer(frame("offered"))).isTrue();

            peer.reads.countDown();
            sending.get();
        }
        writer.close();
        assertThat(peer.lines()).containsExactly("sent", "offered");
    }

    @Test
    void tooManyOfferedLinesAreRefused() throws Exception {
        Slow peer = new Slow();
        PeerWriter writer = new PeerWriter(peer);
        int taken = 0;
        while (writer.offer(frame("line " + taken))) {
            taken++;
        }

        peer.reads.countDown();
        writer.close();
        assertThat(taken).isBetween(1024, 1025);
        assertThat(peer.lines()).hasSize(taken);
    }

    @Test
    void offeredLinesAreWrittenBeforeTheStreamEnds() throws Exception {
        Slow peer = new Slow();
        PeerWriter writer = new PeerWriter(peer);
        writer.offer(frame("one"));
        writer.offer(frame("two"));
        peer.reads.countDown();

        writer.close();

        assertThat(peer.lines()).containsExactly("one", "two");
        assertThat(peer.closed.await(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nothingIsLostOrMixedBetweenThreads() throws Exception {
        int threads = 4;
        int each = 200;
        List<String> expected = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PeerWriter writer = new PeerWriter(out);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                boolean offers = thread % 2 == 0;
                String name = "{\"thread\":" + thread + ",\"n\":";
                for (int number = 0; number < each; number++) {
                    expected.add(name + number + "}");
                }
                writers.add(
                        pool.submit(
                                () -> {
                                    for (int number = 0; number < each; number++) {
                                        Frame frame = frame(name + number + "}");
                                        if (offers) {
                                            assertThat(writer.offer(frame)).isTrue();
                                        } else {
                                            writer.send(frame);
                                        }
                                    }
                                    return null;
                                }));
            }
            for (Future<?> running : writers) {
                running.get();
            }
        }
        writer.close();

        assertThat(out.toString(UTF_8).lines()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void closedPeerIsToldToTheSender() {
        OutputStream closed =
                new OutputStream() {
                    @Override
                    public void write(int next) throws IOException {
                        throw new IOException("broken pipe");
                    }
                };

        assertThatThrownBy(() -> new PeerWriter(closed).send(frame("x")))
                .isInstanceOf(IOException.class);
    }
}
