package io.agentgate.cli.composition;

import io.agentgate.cli.terminal.Table;
import io.agentgate.cli.voice.Voice;
import io.agentgate.embedded.files.SwitchesListener;
import io.agentgate.gateway.killswitch.KeptSwitch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Says and records what became of changed kill switches. */
final class SwitchNews implements SwitchesListener {
    /** Longest list of changes, in UTF-16 units. */
    private static final int MAX_DETAIL = 1_024;

    private final Voice voice;
    private final BiConsumer<String, String> notes;

    /**
     * @param notes takes the kind of a note and its detail
     */
    SwitchNews(Voice voice, BiConsumer<String, String> notes) {
        this.voice = voice;
        this.notes = notes;
    }

    @Override
    public void changed(List<KeptSwitch> before, List<KeptSwitch> now) {
        List<String> changes = new ArrayList<>();
        changes.add(now.size() + " in force");
        now.stream()
                .filter(one -> !before.contains(one))
                .forEach(one -> changes.add("set " + one.words()));
        before.stream()
                .filter(one -> !now.contains(one))
                .forEach(one -> changes.add("lifted " + one.stop().id()));
        String detail = cut(String.join("; ", changes));
        notes.accept("switches_loaded", detail);
        voice.warn("kill switches reloaded: " + Table.printable(detail));
    }

    private static String cut(String text) {
        return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL) + '…';
    }

    @Override
    public void refused(String problem) {
        notes.accept("switches_refused", problem);
        voice.warn("kill switches not reloaded, those before stay in force\n" + problem);
    }
}
