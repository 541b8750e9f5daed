package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program that writes a journal, says so, and lives until it is killed. */
final class WriterForTest {
    private WriterForTest() {}

    public static void main(String[] args) throws Exception {
        Journal journal = Journals.open(Path.of(args[0]), args[1]);
        for (int number = 1; number <= Integer.parseInt(args[2]); number++) {
            journal.append(Samples.decided(number));
        }
        say("written");
        while (System.in.read() >= 0) {
            say("alive");
        }
        journal.close();
    }

    private static void say(String line) throws IOException {
        System.out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }
}
