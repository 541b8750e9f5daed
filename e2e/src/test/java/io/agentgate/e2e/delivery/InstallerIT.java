package io.agentgate.e2e.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code install.sh} says, beside what {@code build/try-archive} sees it do. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InstallerIT {
    @TempDir private Path directory = Path.of("");

    private Path prefix() {
        return directory.resolve(".local");
    }

    private Path installed() {
        return prefix().resolve("share/agentgate/1.0");
    }

    /** Something that the script takes for an archive it unpacked. */
    private Path install(String script) throws IOException {
        Path launcher = installed().resolve("bin/agentgate");
        Files.createDirectories(launcher.resolveSibling(""));
        Files.createDirectories(installed().resolve("libexec"));
        Files.writeString(installed().resolve("libexec/launch.sh"), "");
        Files.writeString(launcher, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(installed().resolveSibling("current"), Path.of("1.0"));
        return launcher;
    }

    private Gateway.Ended run(String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "env",
                                "HOME=" + directory,
                                "sh",
                                Gateway.fileInRepository("infra/install/install.sh").toString()));
        command.addAll(List.of(words));
        return Gateway.run(directory.resolve("home"), command);
    }

    @Test
    void clientsThatNeedWhatIsRemovedAreNamed() throws Exception {
        Path launcher = install("exec '" + Gateway.command(List.of()).getFirst() + "' \"$@\"");
        Path file = Files.createDirectories(directory.resolve(".cursor")).resolve("mcp.json");
        Files.writeString(
                file,
                "{\"mcpServers\": {\"files\": {\"command\": \""
                        + launcher
                        + "\", \"args\": [\"wrap\", \"--\", \"x\"]}}}");

        Gateway.Ended ended = run("--uninstall");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err())
                .contains("need what is removed now")
                .contains("  Cursor: `files` in " + file + ": take it out by hand");
        assertThat(installed()).doesNotExist();
    }

    @Test
    void nothingIsRemovedWhileGatewaysRun() throws Exception {
        install("echo 'serve of files, process 4711'");

        Gateway.Ended ended = run("--uninstall");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("process 4711", "end them first");
        assertThat(installed()).exists();
    }

    @Test
    void commandThatDoesNotRunIsRemovedAllTheSame() throws Exception {
        install("exit 78");

        Gateway.Ended ended = run("--uninstall");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("the installed command does not run");
        assertThat(installed()).doesNotExist();
    }

    @Test
    void archiveWithoutItsSumsIsRefusedInOneLine() throws Exception {
        Path from = Files.createDirectories(directory.resolve("archives"));
        Files.writeString(from.resolve("agentgate-1.0.zip"), "");

        Gateway.Ended ended = run("--from", from.toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .isEqualTo("install.sh: there is no SHA256SUMS in " + from + "; see --from\n");
        assertThat(prefix()).doesNotExist();
    }
}
