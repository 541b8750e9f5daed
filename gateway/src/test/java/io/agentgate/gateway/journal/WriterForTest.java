package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A program that writes a journal, says so, and lives until it is killed. Without a number of
 * events to write, or with the name of a mode in its place, it goes on for ever, and says each
 * number once its event is recorded. In the mode {@code batch} it says every {@link #STRIDE}th,
 * once that has left the buffer.
 */
final class WriterForTest {
    /** So many events fit into the buffer. */
    static final int STRIDE = 500;

    private WriterForTest() {}

    public static void main(String[] args) throws Exception {
        Optional<JournalMode> mode =
                args.length == 2 ? Optional.of(JournalMode.BLOCKING) : JournalMode.ofWord(args[2]);
        Journal journal =
                Journals.open(
                        Path.of(args[0]),
                        args[1],
                        Journals.LARGE.in(mode.orElse(JournalMode.BLOCKING)));
        if (mode.equals(Optional.of(JournalMode.BATCH))) {
            writeBehind(journal);
        }
        if (mode.isPresent()) {
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

    private static void writeBehind(Journal journal) throws Exception {
        try (JournalReader reader = journal.reader()) {
            int written = 0;
            for (int number = 1; true; number++) {
                journal.append(Samples.sized(number, 2000));
                if (number % STRIDE == 0) {
                    while (written < number) {
                        written += reader.read().size();
                    }
                    say(Integer.toString(number));
                }
            }
        }
    }

    private static void say(String line) throws IOException {
        System.out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }
}
