import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Has the command write what packages install beside it: its manual page, and its completions for three
 * shells. Run by the build with the directory of the distribution.
 */
final class WriteShare {
    public static void main(String[] arguments) throws Exception {
        Path dist = Path.of(arguments[0]);
        Path share = dist.resolve("share");
        write(dist, share.resolve("man/man1/agentgate.1"), "man");
        write(dist, share.resolve("completions/agentgate.bash"), "completion", "bash");
        write(dist, share.resolve("completions/_agentgate"), "completion", "zsh");
        write(dist, share.resolve("completions/agentgate.fish"), "completion", "fish");
    }

    private static void write(Path dist, Path file, String... words) throws Exception {
        Files.createDirectories(file.getParent());
        ProcessBuilder command =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        dist.resolve("lib/agentgate.jar").toString(),
                        "io.agentgate.cli.Main");
        command.command().addAll(List.of(words));
        command.redirectOutput(file.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        if (command.start().waitFor() != 0 || Files.size(file) == 0) {
            throw new IOException("`agentgate " + String.join(" ", words) + "` wrote nothing");
        }
    }
}
