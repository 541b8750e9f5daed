package io.agentgate.schema;

import static io.agentgate.schema.Schemas.fit;
import static io.agentgate.schema.Schemas.misfits;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.arguments.Fit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Schemas and arguments that are made to take long. */
@Timeout(20)
class BoundedWorkTest {
    private static final String MEGABYTE = "x".repeat(1 << 20);

    @Test
    void megabyteOfTextIsChecked() throws Exception {
        String schema =
                "{'properties':{'a':{'type':'string','maxLength':2000000,'pattern':'^x+$'}},"
                        + "'additionalProperties':false}";
        assertThat(misfits(schema, "{'a':'" + MEGABYTE + "'}")).isEmpty();
        assertThat(misfits(schema, "{'a':'" + MEGABYTE + "y'}"))
                .containsExactly("/a must match the pattern (pattern)");
    }

    @Test
    void patternThatOthersGoBackInIsLinear() throws Exception {
        assertThat(
                        misfits(
                                "{'properties':{'a':{'pattern':'^(a+)+$'}}}",
                                "{'a':'" + "a".repeat(50_000) + "!'}"))
                .hasSize(1);
    }

    @Test
    void largePatternOverLargeTextIsNotSearched() throws Exception {
        assertThat(
                        fit(
                                "{'properties':{'a':{'pattern':'(x{1,500}y){3}'}}}",
                                "{'a':'" + MEGABYTE + "'}"))
                .isEqualTo(new Fit.Untold("that takes more work than is allowed"));
    }

    @Test
    void schemaThatDoublesAtEachStepEnds() throws Exception {
        String definitions =
                IntStream.range(0, 40)
                        .mapToObj(
                                i ->
                                        "'d%d':{'allOf':[{'$ref':'#/$defs/d%d'},{'$ref':'#/$defs/d%d'}]}"
                                                .formatted(i, i + 1, i + 1))
                        .collect(Collectors.joining(","));
        String schema = "{'$ref':'#/$defs/d0','$defs':{" + definitions + ",'d40':{}}}";
        assertThat(fit(schema, "{}")).isInstanceOf(Fit.Untold.class);
    }

    @Test
    void schemaThatRefersToItselfEnds() throws Exception {
        assertThat(fit("{'$ref':'#'}", "{}"))
                .isEqualTo(new Fit.Untold("its schema is applied within itself too often"));
        assertThat(fit("{'anyOf':[{'$ref':'#'},{}]}", "{}")).isInstanceOf(Fit.Untold.class);
    }

    @Test
    void itemsThatCollideAreToldApartQuickly() throws Exception {
        // Texts of the same hash: Aa and BB, in any order.
        String items =
                IntStream.range(0, 1 << 13)
                        .mapToObj(
                                i ->
                                        IntStream.range(0, 13)
                                                .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                                                .collect(Collectors.joining("", "'", "'")))
                        .collect(Collectors.joining(",", "{'a':[", "]}"));
        assertThat(misfits("{'properties':{'a':{'uniqueItems':true}}}", items)).isEmpty();
    }

    @Test
    void moreValuesThanCanBeCheckedAreNot() throws Exception {
        String many = "{'a':[" + "0,".repeat(900_000) + "0]}";
        assertThat(fit("{'properties':{'a':{'items':{'type':'integer'}}}}", many))
                .isInstanceOf(Fit.Untold.class);
    }

    @Test
    void divisionsOfNumbersFarApartAreFew() throws Exception {
        String far = "{'a':[" + "1.7976931348623157e308,".repeat(50_000) + "0]}";
        assertThat(fit("{'properties':{'a':{'items':{'multipleOf':3.1e-307}}}}", far))
                .isInstanceOf(Fit.Untold.class);
    }
}
