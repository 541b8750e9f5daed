package io.agentgate.cli.doctor;

import io.agentgate.cli.terminal.Reason;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.text.PolicyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The check of the rules. */
final class PolicyCheck {
    private static final String POLICY = "policy";

    private final @Nullable Path file;

    PolicyCheck(@Nullable Path file) {
        this.file = file;
    }

    List<Finding> findings() {
        Path path = file;
        if (path == null) {
            return List.of(
                    Finding.ok(POLICY, "no policy configured, every call is allowed and recorded"));
        }
        try {
            PolicySet policies = PolicyText.parse(Files.readString(path), path.toString());
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
                            "correct policy_path, or run `agentgate init` for a policy to begin"
                                    + " with"));
        } catch (PolicyException wrong) {
            return List.of(
                    Finding.wrong(
                            POLICY, String.valueOf(wrong.getMessage()), "correct the policy"));
        }
    }
}
