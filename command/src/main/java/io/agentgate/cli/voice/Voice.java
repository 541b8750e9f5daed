package io.agentgate.cli.voice;

import io.agentgate.protocol.JsonWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** The voice of a process: lines for people on standard error, of a level and in a format. */
public final class Voice {
    private static final String PREFIX = "agentgate: ";

    private final PrintStream err;
    private final InstantSource clock;
    private volatile LogLevel level = LogLevel.INFO;
    private volatile LogFormat format = LogFormat.PRETTY;

    Voice(PrintStream err, InstantSource clock) {
        this.err = err;
        this.clock = clock;
    }

    /** The voice of this process, of the usual level and format. */
    public static Voice ofProcess() {
        return new Voice(System.err, InstantSource.system());
    }

    /** Changes level and format from now on. */
    public void tune(LogLevel newLevel, LogFormat newFormat) {
        level = newLevel;
        format = newFormat;
    }

    /** Why the process ends. */
    public void error(String text) {
        say(LogLevel.ERROR, text);
    }

    /** What somebody should do something about. */
    public void warn(String text) {
        say(LogLevel.WARN, text);
    }

    /** What is worth knowing. */
    public void info(String text) {
        say(LogLevel.INFO, text);
    }

    /** What helps to find a fault. */
    public void debug(String text) {
        say(LogLevel.DEBUG, text);
    }

    /** Whether what helps to find a fault is wanted. */
    public boolean debugs() {
        return level.says(LogLevel.DEBUG);
    }

    private void say(LogLevel of, String text) {
        if (!level.says(of)) {
            return;
        }
        // One call, so that lines of several threads do not mix.
        err.println(format == LogFormat.JSON ? json(of, text) : pretty(text));
        err.flush();
    }

    /** Each line says whose it is: a client's log holds those of others too. */
    private static String pretty(String text) {
        return PREFIX + text.replace("\n", System.lineSeparator() + PREFIX);
    }

    private String json(LogLevel of, String text) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("time").value(clock.instant().toString());
        json.name("level").value(of.word());
        json.name("message").value(text);
        return new String(json.endObject().toBytes(), StandardCharsets.UTF_8);
    }
}
