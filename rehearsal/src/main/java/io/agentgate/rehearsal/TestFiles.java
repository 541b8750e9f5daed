package io.agentgate.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds tests of policies, and the policies that they are of, by their names. */
public final class TestFiles {
    private static final List<String> ENDS = List.of("toml", "yaml", "yml", "json");
    private static final Pattern TEST = Pattern.compile("(.+)\\.test\\.(?:toml|yaml|yml|json)");
    private static final Pattern POLICY = Pattern.compile("(.+)\\.(?:toml|yaml|yml|json)");

    private TestFiles() {}

    /**
     * The files of tests in a directory and all below it.
     *
     * @throws IOException if it cannot be read
     */
    public static List<Path> within(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).filter(TestFiles::isTest).sorted().toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    /** The files of tests beside a policy; none if there are none. */
    public static List<Path> beside(Path file) {
        if (isTest(file)) {
            return Files.exists(file) ? List.of(file) : List.of();
        }
        Matcher name = POLICY.matcher(nameOf(file));
        return name.matches() ? existing(file, name.group(1) + ".test.") : List.of();
    }

    private static boolean isTest(Path file) {
        return TEST.matcher(nameOf(file)).matches();
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static List<Path> existing(Path neighbour, String beginning) {
        return ENDS.stream()
                .map(end -> neighbour.resolveSibling(beginning + end))
                .filter(Files::exists)
                .toList();
    }

    /** The policy that a test is of; null if there is none beside it. */
    static @Nullable Path policyOf(Path test, @Nullable String named) {
        if (named != null) {
            return test.resolveSibling(named);
        }
        Matcher name = TEST.matcher(nameOf(test));
        List<Path> policies = name.matches() ? existing(test, name.group(1) + ".") : List.of();
        return policies.isEmpty() ? null : policies.getFirst();
    }
}
