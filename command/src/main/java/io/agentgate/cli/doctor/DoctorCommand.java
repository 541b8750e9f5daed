package io.agentgate.cli.doctor;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Stores;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Reason;
import io.agentgate.embedded.files.CallerKeyFile;
import io.agentgate.embedded.files.KeyFileException;
import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.AuditSinkException;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.text.PolicyText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks what the product needs, one line each, with the cure where something is wrong. */
@Command(
        name = "doctor",
        description = {
            "Checks JDK, home directory, configuration, database, policy and API keys.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
    private static final int LEAST_JDK = 25;
    private static final Set<PosixFilePermission> NOT_FOR_OTHERS =
            Set.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.OTHERS_EXECUTE);

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        Home home = Home.ofProcess();
        List<Finding> findings = new ArrayList<>();
        findings.add(jdk());
        findings.add(directory(home));
        try {
            Config config = Config.load(home, null);
            findings.add(
                    Finding.ok(
                            Files.exists(home.config())
                                    ? "configuration " + home.config()
                                    : "no configuration file, defaults hold"));
            findings.add(database(Stores.of(home), config.database()));
            findings.add(policy(config));
        } catch (CommandException wrong) {
            findings.add(Finding.wrong(String.valueOf(wrong.getMessage()), "correct the file"));
        }
        findings.add(callerKeys(home, Instant.now()));
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : findings) {
            out.println((finding.ok() ? "  [ok]  " : "  [!!]  ") + finding.what());
            if (!finding.ok()) {
                out.println("        → " + finding.cure());
            }
        }
        out.flush();
        return findings.stream().allMatch(Finding::ok) ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Finding jdk() {
        String what = "JDK " + Runtime.version() + " at " + System.getProperty("java.home");
        return Runtime.version().feature() >= LEAST_JDK
                ? Finding.ok(what)
                : Finding.wrong(what, "install a JDK " + LEAST_JDK + " or set JAVA_HOME to one");
    }

    private static Finding directory(Home home) {
        Path path = home.path();
        try {
            home.create();
            if (!Files.isWritable(path)) {
                return Finding.wrong(
                        "home directory " + path + " is not writable",
                        "make it yours: chown, chmod");
            }
            if (Files.getFileStore(path).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(path).stream()
                            .anyMatch(NOT_FOR_OTHERS::contains)) {
                return Finding.wrong(
                        "home directory " + path + " is open to other users", "chmod 700 " + path);
            }
            return Finding.ok("home directory " + path);
        } catch (IOException unusable) {
            return Finding.wrong(
                    "home directory " + path + " cannot be used: " + Reason.of(unusable),
                    "create it, or set AGENTGATE_HOME to a directory of yours");
        }
    }

    private static Finding database(Stores stores, Path file) {
        try (AuditLog log = stores.log(file);
                var sink = stores.sink(file.toString())) {
            sink.deliver(List.of());
            log.calls(CallQuery.newest(1));
            return Finding.ok("database " + file);
        } catch (AuditSinkException | AuditLogException unusable) {
            return Finding.wrong(
                    String.valueOf(unusable.getMessage()),
                    "move the file away, or set db_path; calls wait in the journal meanwhile");
        }
    }

    private static Finding policy(Config config) {
        Path file = config.policyPath();
        if (file == null) {
            return Finding.ok("no policy configured, every call is allowed and recorded");
        }
        try {
            PolicySet policies = PolicyText.parse(Files.readString(file), file.toString());
            return Finding.ok(
                    "policy "
                            + file
                            + ", "
                            + policies.rules().size()
                            + " rules, revision "
                            + policies.revision());
        } catch (IOException unreadable) {
            return Finding.wrong(
                    "policy " + file + " cannot be read: " + Reason.of(unreadable),
                    "correct policy_path");
        } catch (PolicyException wrong) {
            return Finding.wrong(String.valueOf(wrong.getMessage()), "correct the policy");
        }
    }

    private static Finding callerKeys(Home home, Instant now) {
        CallerKeyFile file = new CallerKeyFile(home.callerKeys());
        try {
            List<CallerKey> keys = file.read();
            long usable = keys.stream().filter(key -> key.isUsable(now)).count();
            return Finding.ok(
                    keys.isEmpty()
                            ? "no API keys"
                            : "API keys " + file.path() + ", " + usable + " can be used");
        } catch (KeyFileException unusable) {
            return Finding.wrong(
                    String.valueOf(unusable.getMessage()),
                    "correct the file, or move it away and create new keys");
        }
    }
}
