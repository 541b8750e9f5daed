package io.agentgate.cli.dashboard;

import io.agentgate.cli.installation.Home;
import io.agentgate.embedded.files.OwnerFile;
import io.agentgate.protocol.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the dashboard of a home is and what it must be shown: the file {@code run/dashboard.json}.
 *
 * @param token a secret
 * @param pid the process that shows it
 */
public record DashboardNote(String url, String token, long pid) {
    private static final Pattern FORM =
            Pattern.compile(
                    "\\{\"url\":\"(http://127\\.0\\.0\\.1:\\d{1,5}/)\",\"token\":\"([^\"\\\\]+)\","
                            + "\"pid\":(\\d{1,18})\\}\\s*");

    private static Path file(Home home) {
        return home.run().resolve("dashboard.json");
    }

    /** Writes it, in place of another. */
    public void write(Home home) throws IOException {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("url").value(url);
        json.name("token").value(token);
        json.name("pid").value(pid);
        OwnerFile.replace(file(home), json.endObject().toBytes());
    }

    /** What the file says; empty if there is none, or it was left by a process that has ended. */
    public static Optional<DashboardNote> read(Home home) throws IOException {
        String text;
        try {
            text = Files.readString(file(home));
        } catch (NoSuchFileException noDashboard) {
            return Optional.empty();
        }
        Matcher found = FORM.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        DashboardNote note =
                new DashboardNote(found.group(1), found.group(2), Long.parseLong(found.group(3)));
        return ProcessHandle.of(note.pid).map(ProcessHandle::isAlive).orElse(false)
                ? Optional.of(note)
                : Optional.empty();
    }

    /** Takes it away, unless another process has written its own meanwhile. */
    public void remove(Home home) throws IOException {
        if (read(home).filter(this::equals).isPresent()) {
            Files.deleteIfExists(file(home));
        }
    }

    @Override
    public String toString() {
        return "DashboardNote[" + url + "]";
    }
}
