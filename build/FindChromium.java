import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the browser that the tests of pages drive, and writes its path down; run with the file to
 * write. Where there is none, it is installed: as the Debian package by root, else as Playwright
 * has it for whoever builds.
 */
final class FindChromium {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
    private static final List<Path> ELSEWHERE =
            List.of(
                    Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
                    Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"));
    private static final String HOW_TO =
            "the tests of pages need Chromium: apt-get install chromium, or set CHROMIUM to the"
                    + " path of one";

    public static void main(String[] arguments) throws Exception {
        Path note = Path.of(arguments[0]);
        Path found =
                named().or(FindChromium::onPath)
                        .or(FindChromium::debian)
                        .or(FindChromium::playwrights)
                        .orElseThrow(() -> new IllegalStateException(HOW_TO));
        Files.createDirectories(note.getParent());
        Files.writeString(note, found.toString());
    }

    private static Optional<Path> named() {
        return Optional.ofNullable(System.getenv("CHROMIUM")).map(Path::of);
    }

    private static Optional<Path> onPath() {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(":"))
                                .flatMap(at -> NAMES.stream().map(name -> Path.of(at, name))),
                        ELSEWHERE.stream())
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> debian() {
        if (!"root".equals(System.getProperty("user.name"))
                || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            return Optional.empty();
        }
        System.err.println("installing the package chromium, once");
        return ran("apt-get", "update") && ran("apt-get", "install", "-y", "chromium")
                ? onPath()
                : Optional.empty();
    }

    private static boolean ran(String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<Path> playwrights() {
        System.err.println("downloading the browser of Playwright, once");
        try (Playwright playwright =
                Playwright.create(new Playwright.CreateOptions().setEnv(Map.of()))) {
            return Optional.of(Path.of(playwright.chromium().executablePath()))
                    .filter(Files::isExecutable);
        } catch (RuntimeException notDownloaded) {
            System.err.println(notDownloaded.getMessage());
            return Optional.empty();
        }
    }
}
