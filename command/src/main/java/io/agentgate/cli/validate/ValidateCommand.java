package io.agentgate.cli.validate;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.ConfigPlace;
import io.agentgate.cli.config.ConfigSchema;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.files.PolicyOnDisk;
import io.agentgate.embedded.files.Reason;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.text.PolicySchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads a configuration and a policy as a gateway would, and says what is wrong with them. */
@Command(
        name = "validate",
        description = {
            "Reads a configuration and policies as a gateway would; says what is wrong, and where.",
            "Without options: those of the home.",
            ""
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {"   0  all of it can be used", "  78  something cannot"})
public final class ValidateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Read this configuration: TOML, YAML or JSON, by its name.")
    private @Nullable Path config;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Read this policy. May be repeated.")
    private List<Path> policies = new ArrayList<>();

    @Option(
            names = "--schema",
            description = "Print the JSON Schema of configurations, for editors, and end.")
    private boolean schema;

    @Option(
            names = "--policy-schema",
            description = "Print the JSON Schema of policies, for editors, and end.")
    private boolean policySchema;

    @Override
    public Integer call() throws CommandException {
        PrintWriter out = spec.commandLine().getOut();
        if (schema || policySchema) {
            out.println(schema ? ConfigSchema.json() : PolicySchema.json());
            out.flush();
            return ExitCode.OK;
        }
        Home home = Home.ofProcess();
        List<Path> read = new ArrayList<>(policies);
        if (config != null || policies.isEmpty()) {
            if (config == null) {
                home.look();
            }
            Path file = config != null ? config : ConfigPlace.of(home);
            Config loaded = Config.load(home, config);
            boolean isThere = Files.exists(file);
            out.println(
                    (isThere ? "  [ok]  configuration " : "  [ok]  no configuration, defaults: ")
                            + file);
            if (policies.isEmpty()) {
                Stream.of(loaded.policyPath(), loaded.candidatePath())
                        .filter(Objects::nonNull)
                        .forEach(read::add);
            }
        }
        for (Path policy : read) {
            validate(policy, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void validate(Path file, PrintWriter out) throws CommandException {
        try {
            PolicyOnDisk read = new PolicyOnDisk(file);
            PolicySet rules = read.load();
            out.println(
                    "  [ok]  policy "
                            + file
                            + ", "
                            + rules.rules().size()
                            + " rules, revision "
                            + rules.revision());
            rules.warnings().forEach(warning -> out.println("  [??]  " + warning));
            read.differences().forEach(difference -> out.println("  [??]  " + difference));
        } catch (IOException unreadable) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "policy " + file + " cannot be read: " + Reason.of(unreadable));
        } catch (PolicyException wrong) {
            throw new CommandException(ExitCode.CONFIG, "policy refused\n" + wrong.getMessage());
        }
    }
}
