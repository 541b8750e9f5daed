package io.agentgate.testkit.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server over stdio that upon each message says what its script has next, and writes down what it
 * got. A program of the JDK alone, so that it starts fast.
 */
public final class ScriptedServer {
    /** Stands in a script between what is said upon one message and upon the next. */
    private static final String NEXT = "";

    /** Stands in a script for the id of the message that is answered, or that it speaks of. */
    static final String ID = "<id>";

    private static final Pattern FIRST_ID =
            Pattern.compile("\"(?:id|requestId)\":(\"[^\"]*\"|[0-9]+)");

    private ScriptedServer() {}

    /** The command that starts one. */
    static List<String> command(Path script, String seen) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-cp",
                System.getProperty("java.class.path"),
                ScriptedServer.class.getName(),
                script.toString(),
                seen);
    }

    static void write(Path script, List<List<String>> answers) throws IOException {
        List<String> lines = new ArrayList<>();
        for (List<String> answer : answers) {
            lines.addAll(answer);
            lines.add(NEXT);
        }
        Files.write(script, lines);
    }

    private static OutputStream seen(String place) throws IOException {
        return Character.isDigit(place.charAt(0))
                ? new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(place))
                        .getOutputStream()
                : Files.newOutputStream(Path.of(place));
    }

    private static String answer(String scripted, String message) {
        Matcher id = FIRST_ID.matcher(message);
        return id.find() ? scripted.replace(ID, id.group(1)) : scripted;
    }

    /**
     * @param args the script to read, and where to write what it got: a file, or the number of a
     *     port of this machine
     */
    public static void main(String[] args) throws IOException {
        List<String> script = Files.readAllLines(Path.of(args[0]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        OutputStream out = System.out;
        int at = 0;
        try (OutputStream seen = seen(args[1])) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                seen.write((line + "\n").getBytes(UTF_8));
                seen.flush();
                for (; at < script.size() && !script.get(at).equals(NEXT); at++) {
                    out.write((answer(script.get(at), line) + "\n").getBytes(UTF_8));
                }
                out.flush();
                at++;
            }
        }
    }
}
