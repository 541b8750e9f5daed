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

    /** Options of runners that take no value, so that what follows them is the package. */
    private static final Set<String> FLAGS = Set.of("-y", "--yes", "-q", "--quiet", "--no-install");

    /** What is taken for a name. Command lines hold secrets too, and records outlive them. */
    private static final Pattern PACKAGE =
            Pattern.compile("(@[A-Za-z0-9._-]+/)?[A-Za-z0-9._-]{1,128}(@[A-Za-z0-9.^~-]+)?");

    private static final Pattern SCRIPT =
            Pattern.compile("[A-Za-z0-9@._/~+-]{1,256}\\.(m?js|cjs|ts|py|rb|jar)");

    private ServerName() {}

    static String of(List<String> command) {
        String program = fileName(command.getFirst());
        if (RUNNERS.contains(program)) {
            return packageOf(command, program);
        }
        if (INTERPRETERS.contains(program)) {
            return script(command, program);
        }
        return program;
    }

    /** The package a runner runs; behind an option nobody knows, a word may be its value. */
    private static String packageOf(List<String> command, String runner) {
        for (String word : command.subList(1, command.size())) {
            if (FLAGS.contains(word) || SUBCOMMANDS.contains(word)) {
                continue;
            }
            return PACKAGE.matcher(word).matches() && !word.startsWith("-")
                    ? word.replaceFirst("(?<=.)@[^/@]*$", "")
                    : runner;
        }
        return runner;
    }

    private static String script(List<String> command, String interpreter) {
        int module = command.indexOf("-m");
        if (module > 0 && module + 1 < command.size()) {
            String name = command.get(module + 1);
            return PACKAGE.matcher(name).matches() ? name : interpreter;
        }
        for (String word : command.subList(1, command.size())) {
            if (SCRIPT.matcher(word).matches() && !word.startsWith("-")) {
                return ofScript(word);
            }
        }
        return interpreter;
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
