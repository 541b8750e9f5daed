package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A program that writes a journal, says so, and lives until it is killed. Without a number of
 * events to write it goes on for ever, and says each number once its event is recorded.
 */
final class WriterForTest {
    private WriterForTest() {}

    public static void main(String[] args) throws Exception {
        Journal journal = Journals.open(Path.of(args[0]), args[1], Journals.LARGE);
        if (args.length == 2) {
            for (int number = 1; true; number++) {
                journal.append(Samples.sized(number, 2000));
                say(Integer.toString(number));
            }
        }
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
