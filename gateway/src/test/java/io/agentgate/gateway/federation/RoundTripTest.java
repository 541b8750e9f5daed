package io.agentgate.gateway.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Whatever servers call their own comes back to them, and to nobody else. */
class RoundTripTest {
    private static final String NAME = "abcXYZ019_.-";
    private static final String TEXT = "ab_:+/.-é🙂\"\\{}% ";

    @RepeatedTest(50)
    void namesUrisAndTasksFindTheirServer(RepetitionInfo round) {
        Random random = new Random(round.getCurrentRepetition());
        List<String> names = servers(random);
        Roster roster = new Roster(settings(names));
        for (ServerName name : roster.names()) {
            for (Carrier carrier : Carrier.values()) {
                String own = text(random, TEXT, random.nextInt(12));
                String shown = Namings.prefixed(name, carrier, own);
                assertThat(roster.owner(carrier, shown)).as(shown).isEqualTo(name);
                assertThat(Namings.bare(name, carrier, shown)).isEqualTo(own);
            }
            String uri = Namings.prefixed(name, Carrier.URI, "file:///x");
            assertThat(roster.owner(Carrier.URI, uri.toUpperCase(Locale.ROOT))).isEqualTo(name);
        }
    }

    @RepeatedTest(50)
    void aCursorComesBackAsItWas(RepetitionInfo round) {
        Random random = new Random(round.getCurrentRepetition());
        List<String> names = servers(random);
        Conversation conversation = new Conversation(new Roster(settings(names)));
        SortedMap<Member, String> next = Gathering.byOrder();
        next.put(conversation.members().getFirst(), "");
        for (Member member : conversation.members()) {
            if (random.nextBoolean()) {
                next.put(member, text(random, TEXT + "\n\u0001", random.nextInt(300)));
            }
        }
        String cursor = Cursors.encode(ListKind.TOOLS, next);
        assertThat(cursor).matches("[A-Za-z0-9_-]+");
        assertThat(Cursors.decode(ListKind.TOOLS, cursor, conversation)).isEqualTo(next);
        assertThat(Cursors.decode(ListKind.PROMPTS, cursor, conversation)).isNull();
        // However it is spoiled, it is read or refused, and nothing is thrown.
        char[] spoiled = cursor.toCharArray();
        spoiled[random.nextInt(spoiled.length)] = TEXT.charAt(random.nextInt(TEXT.length()));
        assertThat(new String(spoiled)).hasSameSizeAs(cursor);
        SortedMap<Member, String> read =
                Cursors.decode(ListKind.TOOLS, new String(spoiled), conversation);
        assertThat(read == null || !read.isEmpty()).isTrue();
    }

    @Test
    void cursorsOfAllServersAtTheirLongestFit() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < FederationSettings.MAX_SERVERS; i++) {
            names.add("s" + i + "x".repeat(60));
        }
        Conversation conversation = new Conversation(new Roster(settings(names)));
        SortedMap<Member, String> next = Gathering.byOrder();
        String longest = "c".repeat(Cursors.MAX_CURSOR - 2);
        assertThat(Cursors.isTooLong(longest)).isFalse();
        assertThat(Cursors.isTooLong(longest + "c")).isTrue();
        conversation.members().forEach(member -> next.put(member, longest));
        String cursor = Cursors.encode(ListKind.TOOLS, next);
        assertThat(Cursors.decode(ListKind.TOOLS, cursor, conversation)).isEqualTo(next);
    }

    private static FederationSettings settings(List<String> names) {
        return TestFederation.settings(PrefixMode.ALWAYS, names.toArray(String[]::new));
    }

    private static List<String> servers(Random random) {
        List<String> names = new ArrayList<>(List.of("fs", "fs_x", "fs-x.y"));
        for (int i = 0; i < 200 && names.size() < FederationSettings.MAX_SERVERS; i++) {
            String name = "s" + text(random, NAME, random.nextInt(8));
            names.add(name);
            if (!ServerNames.problems(names).isEmpty()) {
                names.removeLast();
            }
        }
        return names;
    }

    private static String text(Random random, String of, int length) {
        StringBuilder text = new StringBuilder();
        int[] units = of.codePoints().toArray();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(units[random.nextInt(units.length)]);
        }
        return text.toString();
    }
}
