package io.agentgate.cli.doctor;

import io.agentgate.embedded.files.PolicyOnDisk;
import io.agentgate.embedded.files.Reason;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The check of the rules. */
final class PolicyCheck {
    private static final String POLICY = "policy";
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final @Nullable Path file;

    PolicyCheck(@Nullable Path file) {
        this.file = file;
    }

    /** What is said of a second policy that judges without effect: nothing if there is none. */
    static List<Finding> ofCandidate(@Nullable Path file) {
        return file == null ? List.of() : findings(file);
    }

    List<Finding> findings() {
        return file == null
                ? List.of(
                        Finding.ok(
                                POLICY, "no policy configured, every call is allowed and recorded"))
                : findings(file);
    }

    private static List<Finding> findings(Path path) {
        try {
            PolicySet policies = new PolicyOnDisk(path).load();
            List<Finding> findings = new ArrayList<>();
            findings.add(
                    Finding.ok(
                            POLICY,
                            "policy "
                                    + path
                                    + ", "
                                    + policies.rules().size()
                                    + " rules, revision "
                                    + policies.revision()));
            if (isEverybodys(path)) {
                findings.add(
                        Finding.wrong(
                                        POLICY,
                                        path + " may be changed by other users",
                                        "chmod go-w " + path)
                                .with(() -> keepOthersFromWriting(path)));
            }
            policies.warnings()
                    .forEach(
                            warning ->
                                    findings.add(
                                            Finding.warning(
                                                    POLICY,
                                                    warning.toString(),
                                                    "look at the rule")));
            return findings;
        } catch (IOException unreadable) {
            return List.of(
                    Finding.wrong(
                            POLICY,
                            "policy " + path + " cannot be read: " + Reason.of(unreadable),
                            "correct the path, or run `agentgate init` for a policy to begin"
                                    + " with"));
        } catch (PolicyException wrong) {
            return List.of(
                    Finding.wrong(
                            POLICY, String.valueOf(wrong.getMessage()), "correct the policy"));
        }
    }

    /** Whoever can write the rules is not held by them. */
    private static boolean isEverybodys(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS_WRITE::contains);
    }

    private static void keepOthersFromWriting(Path path) throws IOException {
        Set<PosixFilePermission> rights = EnumSet.copyOf(Files.getPosixFilePermissions(path));
        rights.removeAll(OTHERS_WRITE);
        Files.setPosixFilePermissions(path, rights);
    }
}
