package io.agentgate.embedded.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.embedded.sqlite.Sealer.Purpose;
import io.agentgate.testkit.audit.SampleCall;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SealerTest {
    private final Sealer sealer = new ProofKeys(new byte[32]).sealer();

    private String link(@Nullable Object... values) {
        return HexFormat.of().formatHex(sealer.next(Link.NONE, Purpose.NOTED, values).hash());
    }

    @Test
    void differentValuesHaveDifferentLinks() {
        Set<String> links = new HashSet<>();
        links.add(link());
        links.add(link((Object) null));
        links.add(link(null, null));
        links.add(link(""));
        links.add(link("", ""));
        links.add(link("ab", "c"));
        links.add(link("a", "bc"));
        links.add(link("a", null, "bc"));
        links.add(link("1"));
        links.add(link(1L));
        links.add(link(1.0));
        links.add(link((Object) "1".getBytes(StandardCharsets.UTF_8)));
        links.add(link("ä"));

        assertThat(links).hasSize(13);
    }

    @Test
    void numberOfAnySizeIsTheSameNumber() {
        assertThat(link(7)).isEqualTo(link(7L));
    }

    @Test
    void linkDependsOnPlacePurposeAndKey() {
        Link first = sealer.next(Link.NONE, Purpose.NOTED, new Object[] {"a"});
        Link second = sealer.next(first, Purpose.NOTED, new Object[] {"a"});
        Link other = sealer.next(Link.NONE, Purpose.SETTLED, new Object[] {"a"});
        Link elsewhere =
                sealer.next(new Link(5, Link.NONE.hash()), Purpose.NOTED, new Object[] {"a"});
        byte[] otherKey = new byte[32];
        otherKey[31] = 1;
        Link strange =
                new ProofKeys(otherKey).sealer().next(Link.NONE, Purpose.NOTED, new Object[] {"a"});

        assertThat(second.seq()).isEqualTo(2);
        assertThat(first.hash())
                .isNotEqualTo(second.hash())
                .isNotEqualTo(other.hash())
                .isNotEqualTo(elsewhere.hash())
                .isNotEqualTo(strange.hash());
    }

    /** Whoever changes this makes every stored chain a broken one. */
    @Test
    void formNeverChanges() {
        assertThat(link("text", 42L, null, new byte[] {1, 2}))
                .isEqualTo("fede951677eea6f3fc8c199596292bf8000bde5ebd9f092ac431e893c884f58f");
        assertThat(sealer.keyId()).isEqualTo("4e39bb9bdfe4d89a");
    }

    /** Links from before there was a column for redactions fit still. */
    @Test
    void callThatNothingRedactedHasTheLinkItAlwaysHad() {
        SampleCall call = SampleCall.numbered(1);

        assertLinkWithout(Purpose.DECIDED, EventColumns.of(call.decided(), sealer), 16);
        assertLinkWithout(Purpose.SETTLED, EventColumns.of(call.settled(), sealer), 9);
    }

    /** Links from before there was a column for evaluations fit still. */
    @Test
    void evaluationIsTakenForNothingElse() {
        @Nullable Object[] columns = EventColumns.of(SampleCall.numbered(3).decided(), sealer);
        Link place = new Link(1, Link.NONE.hash());
        byte[] whole = sealer.next(Link.NONE, Purpose.DECIDED, columns).hash();

        assertThat(whole).isEqualTo(sealer.seal(Purpose.DECIDED, place, columns));
        columns[16] = columns[17];
        columns[17] = null;
        assertThat(sealer.next(Link.NONE, Purpose.DECIDED, columns).hash())
                .isEqualTo(sealer.seal(Purpose.DECIDED, place, Arrays.copyOf(columns, 17)))
                .isNotEqualTo(whole);
    }

    private void assertLinkWithout(Purpose purpose, @Nullable Object[] columns, int before) {
        Link place = new Link(1, Link.NONE.hash());

        assertThat(sealer.next(Link.NONE, purpose, columns).hash())
                .isEqualTo(sealer.seal(purpose, place, Arrays.copyOf(columns, before)));
        columns[before] = "hide-all";
        assertThat(sealer.next(Link.NONE, purpose, columns).hash())
                .isEqualTo(sealer.seal(purpose, place, Arrays.copyOf(columns, before + 1)))
                .isNotEqualTo(sealer.seal(purpose, place, Arrays.copyOf(columns, before)));
    }

    @Test
    void largeValuesFit() {
        assertThat(link("x".repeat(100_000))).isNotEqualTo(link("x".repeat(100_001)));
    }

    @Test
    void brokenSealFitsNothing() {
        byte[] broken = sealer.sealAfter(false, Purpose.HEAD, Link.NONE, "w");

        assertThat(sealer.fits(broken, Purpose.HEAD, Link.NONE, "w")).isFalse();
        assertThat(sealer.fits(null, Purpose.HEAD, Link.NONE, "w")).isFalse();
        assertThat(
                        sealer.fits(
                                sealer.sealAfter(true, Purpose.HEAD, Link.NONE, "w"),
                                Purpose.HEAD,
                                Link.NONE,
                                "w"))
                .isTrue();
    }
}
