package io.agentgate.embedded.files;

import io.agentgate.gateway.PolicyReplacedException;
import io.agentgate.gateway.PolicyStore;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.text.PolicyText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one file. What a replacement takes the place of is kept in a directory, the newest
 * hundred texts, each under its time and its revision.
 */
public final class FilePolicyStore implements PolicyStore {
    private static final int MAX_KEPT = 100;
    private static final String SUFFIX = ".toml";
    private static final Pattern NAME =
            Pattern.compile("((\\d{8}T\\d{6}\\.\\d{3}Z)-([0-9a-f]{1,64}))\\.toml");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Path file;
    private final Path kept;
    private final InstantSource clock;

    /**
     * @param kept the directory of texts that were replaced; made if missing
     */
    public FilePolicyStore(Path file, Path kept, InstantSource clock) {
        this.file = file;
        this.kept = kept;
        this.clock = clock;
    }

    @Override
    public Version current() throws IOException {
        String text = Files.readString(file);
        return new Version(PolicyText.revision(text), text);
    }

    @Override
    public synchronized String replace(String text, @Nullable String expected)
            throws PolicyException, IOException {
        new PolicyOnDisk(file).parse(text);
        String revision = PolicyText.revision(text);
        // A link stays one: it is the file behind it that is replaced.
        Path target = file.toRealPath();
        String before = Files.readString(target);
        if (expected != null && !expected.equals(PolicyText.revision(before))) {
            throw new PolicyReplacedException();
        }
        if (before.equals(text)) {
            return revision;
        }
        keep(before);
        Path beside = OwnerOnly.writeBeside(target, text.getBytes(StandardCharsets.UTF_8));
        try {
            if (OwnerOnly.isPosix(target)) {
                Set<PosixFilePermission> rights = Files.getPosixFilePermissions(target);
                Files.setPosixFilePermissions(beside, rights);
            }
            Files.move(
                    beside,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
        return revision;
    }

    private void keep(String replaced) throws IOException {
        OwnerOnly.makeDirectory(kept);
        String name = TIME.format(clock.instant()) + "-" + PolicyText.revision(replaced) + SUFFIX;
        Path beside =
                OwnerOnly.writeBeside(
                        kept.resolve(name), replaced.getBytes(StandardCharsets.UTF_8));
        Files.move(beside, kept.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        List<Path> all = kept();
        for (Path oldest : all.subList(0, Math.max(0, all.size() - MAX_KEPT))) {
            Files.deleteIfExists(oldest);
        }
    }

    /** The texts that are kept, oldest first. */
    private List<Path> kept() throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(kept, "*" + SUFFIX)) {
            files.forEach(all::add);
        } catch (NoSuchFileException noneYet) {
            return all;
        }
        all.sort(null);
        return all;
    }

    @Override
    public List<Replaced> replaced() throws IOException {
        List<Replaced> replaced = new ArrayList<>();
        for (Path file : kept()) {
            Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
            if (name.matches()) {
                replaced.add(
                        new Replaced(
                                name.group(1),
                                name.group(3),
                                TIME.parse(name.group(2), Instant::from)));
            }
        }
        return replaced.reversed();
    }

    @Override
    public Optional<Version> replaced(String id) throws IOException {
        // The id came from outside, and names a file of the directory or nothing.
        if (!NAME.matcher(id + SUFFIX).matches()) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(kept.resolve(id + SUFFIX));
            return Optional.of(new Version(PolicyText.revision(text), text));
        } catch (NoSuchFileException noMore) {
            return Optional.empty();
        }
    }
}
