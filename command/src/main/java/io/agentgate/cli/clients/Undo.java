package io.agentgate.cli.clients;

import io.agentgate.cli.splice.SourceText;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The taking back of one change: byte by byte where the file is as it was left, entry by entry
 * else.
 */
public final class Undo {
    private final Backup backup;
    private final List<Step> steps = new ArrayList<>();

    private Undo(Backup backup) {
        this.backup = backup;
    }

    /**
     * What happens to one file.
     *
     * @param bytes what it will hold; null if it will not be there
     * @param whole whether it becomes again what it was before the change
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares steps.
    public record Step(Snapshot now, byte @Nullable [] bytes, boolean whole, String diff) {}

    /**
     * Plans to take a change back.
     *
     * @throws CommandException if a file was changed since, so that it cannot be told what is ours
     */
    public static Undo of(Backup backup) throws CommandException {
        Undo undo = new Undo(backup);
        for (int i = 0; i < backup.files().size(); i++) {
            Step step = undo.step(i);
            if (step != null) {
                undo.steps.add(step);
            }
        }
        return undo;
    }

    /** What happens; nothing where all is as it was before. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /**
     * Does it, and forgets the change.
     *
     * @return where what was kept for it lies still; null if it is deleted
     */
    public @Nullable Path run() throws CommandException {
        for (Step step : steps) {
            Changes.refuseReadOnly(step.now());
        }
        for (Step step : steps.reversed()) {
            Changes.write(step.now(), step.bytes());
        }
        return Changes.forget(backup);
    }

    private @Nullable Step step(int index) throws CommandException {
        Backup.Changed changed = backup.files().get(index);
        Snapshot now = Snapshot.of(changed.file());
        if (now.hash().equals(changed.before())) {
            return null;
        }
        byte[] before = changed.existed() ? before(index) : null;
        if (now.hash().equals(changed.after())) {
            return new Step(now, before, true, whole(now, changed, before));
        }
        if (!now.exists()) {
            throw unclear(changed, "is not there any more");
        }
        Draft draft = Draft.of(now, changed.toml());
        EntryDocument written = Backups.written(backup, index);
        EntryDocument old =
                EntryDocument.read(
                        SourceText.of(changed.file(), before == null ? new byte[0] : before),
                        changed.toml());
        if (changed.slots().isEmpty()) {
            takeOut(draft, changed, old.source(), written.source());
        } else {
            for (Slot slot : changed.slots()) {
                takeBack(draft, changed, slot, old, written);
            }
            draft.check();
        }
        return new Step(now, draft.now().source().bytes(), false, draft.diff());
    }

    private byte[] before(int index) throws CommandException {
        byte[] before = Snapshot.of(backup.before(index)).bytes();
        if (before == null || !Snapshot.hash(before).equals(backup.files().get(index).before())) {
            throw new CommandException(
                    ExitCode.IO,
                    backup.before(index) + " is not what was kept; nothing is changed");
        }
        return before;
    }

    private static String whole(Snapshot now, Backup.Changed changed, byte @Nullable [] before)
            throws CommandException {
        if (before == null) {
            return "--- " + changed.file() + "\n+++ /dev/null\n";
        }
        EntryDocument old =
                EntryDocument.read(SourceText.of(changed.file(), before), changed.toml());
        return "--- "
                + changed.file()
                + "\n+++ "
                + changed.file()
                + "\n"
                + EntryDocument.read(now.text(), changed.toml()).diffTo(old);
    }

    private void takeBack(
            Draft draft,
            Backup.Changed changed,
            Slot slot,
            EntryDocument old,
            EntryDocument written)
            throws CommandException {
        Object now = slot.in(draft.now().plain());
        if (now == null && !slot.listed()) {
            throw unclear(changed, "has no `" + slot + "` any more");
        }
        if (now == null) {
            return;
        }
        boolean same =
                now.equals(slot.in(written.plain()))
                        && (!draft.now().hasComments(slot)
                                || Objects.equals(draft.now().raw(slot), written.raw(slot)));
        if (!same) {
            throw unclear(changed, "has another `" + slot + "` now");
        }
        String raw = old.raw(slot);
        draft.change(
                slot,
                raw == null ? draft.now().remove(List.of(slot)) : draft.now().restore(slot, raw));
    }

    private void takeOut(Draft draft, Backup.Changed changed, SourceText old, SourceText written)
            throws CommandException {
        String added = written.text().substring(old.text().length());
        String text = draft.now().source().text();
        int at = text.indexOf(added);
        if (at < 0 || text.indexOf(added, at + 1) >= 0) {
            throw unclear(changed, "does not hold what was added as it was added");
        }
        draft.cut(at, at + added.length());
    }

    private CommandException unclear(Backup.Changed changed, String how) {
        return new CommandException(
                ExitCode.FAILED,
                changed.file()
                        + " was changed since and "
                        + how
                        + "; it is left as it is. What it was before lies in "
                        + backup.directory());
    }
}
