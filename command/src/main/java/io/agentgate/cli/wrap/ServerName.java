package io.agentgate.cli.wrap;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The name under which a wrapped server is recorded: the most telling word of its command. */
final class ServerName {
    private static final Set<String> RUNNERS = Set.of("npx", "uvx", "bunx", "pipx", "pnpx");
    private static final Set<String> INTERPRETERS =
            Set.of("node", "nodejs", "deno", "bun", "python", "python3", "ruby", "java", "uv");
    private static final Set<String> SUBCOMMANDS = Set.of("run", "exec", "dlx", "tool");
    private static final Set<String> DULL =
            Set.of(
                    "index",
                    "main",
                    "server",
                    "cli",
                    "app",
                    "__main__",
                    "dist",
                    "build",
                    "src",
                    "lib",
                    "bin",
                    "out");

    /** Options that take no value, so that what follows them is the operand. */
    private static final Set<String> FLAGS =
            Set.of("-y", "--yes", "-q", "--quiet", "-m", "-u", "-jar");

    /** What is taken for a name. Command lines hold secrets too, and records outlive them. */
    private static final Pattern NAME =
            Pattern.compile("@?[A-Za-z0-9._/~+-]{1,128}(@[A-Za-z0-9.^-]+)?");

    private ServerName() {}

    static String of(List<String> command) {
        String program = fileName(command.getFirst());
        if (RUNNERS.contains(program)) {
            return firstOperand(command, program).replaceFirst("(?<=.)@[^/@]*$", "");
        }
        if (INTERPRETERS.contains(program)) {
            return ofScript(firstOperand(command, program));
        }
        return program;
    }

    private static String firstOperand(List<String> command, String otherwise) {
        boolean mayBeValue = false;
        for (String word : command.subList(1, command.size())) {
            if (word.startsWith("-")) {
                mayBeValue = !FLAGS.contains(word) && word.indexOf('=') < 0;
            } else if (mayBeValue) {
                mayBeValue = false;
            } else if (!SUBCOMMANDS.contains(word)) {
                return NAME.matcher(word).matches() ? word : otherwise;
            }
        }
        return otherwise;
    }

    private static String ofScript(String script) {
        Path path = Path.of(script).normalize();
        for (int at = path.getNameCount() - 1; at >= 0; at--) {
            String name =
                    path.getName(at).toString().replaceFirst("\\.(m?js|cjs|ts|py|rb|jar)$", "");
            if (!DULL.contains(name)) {
                return name;
            }
        }
        return fileName(script);
    }

    private static String fileName(String path) {
        Path name = Path.of(path).getFileName();
        return name == null ? path : name.toString();
    }
}
