package io.agentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.policy.text.PolicyText;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tools do, and what follows from it. */
class OperationsTest {
    private static final ToolHints READS = new ToolHints(true, true, false, true);
    private static final ToolHints WRITES = new ToolHints(false, false, false, true);
    private static final ToolHints DESTROYS = ToolHints.DEFAULT;

    private static final String HEAD = "[metadata]\nname = 'p'\nversion = '1'\n";
    private static final String NAMES =
            """
            [operations]
            read = ["get_*", "peek"]
            write = ["put_*"]
            destructive = ["*_drop", "wipe"]
            """;

    private static PolicySet set(String text) throws PolicyException {
        return PolicyText.parse(HEAD + text, "p.toml");
    }

    private static Facts call(String tool, @Nullable ToolHints hints, String... roles) {
        return of(Target.tool(tool), hints, roles);
    }

    private static Facts of(Target target, @Nullable ToolHints hints, String... roles) {
        return new Facts(
                "srv",
                target,
                new Caller("agent", "caller", Set.of(roles)),
                () -> null,
                Calls.NOON,
                null,
                Background.ofTool(hints));
    }

    private static String rule(String action, String operations) {
        return "[[rules]]\nid = 'r'\ntool = '*'\naction = '"
                + action
                + "'\noperations = "
                + operations
                + "\n";
    }

    private static @Nullable Operation operation(PolicySet set, String tool, ToolHints hints) {
        return set.decide(call(tool, hints)).operation();
    }

    @Test
    void namesOfThePolicyGoBeforeWhatServersSayAndTheMostDangerousHolds() throws PolicyException {
        PolicySet set = set(NAMES + rule("deny", "['destructive']"));

        assertThat(operation(set, "get_a", DESTROYS)).isEqualTo(Operation.READ);
        assertThat(operation(set, "put_a", READS)).isEqualTo(Operation.WRITE);
        assertThat(operation(set, "wipe", READS)).isEqualTo(Operation.DESTRUCTIVE);
        assertThat(operation(set, "get_drop", READS)).isEqualTo(Operation.DESTRUCTIVE);
        assertThat(operation(set, "other", READS)).isEqualTo(Operation.READ);
        assertThat(operation(set, "other", WRITES)).isEqualTo(Operation.WRITE);
        assertThat(operation(set, "other", DESTROYS)).isEqualTo(Operation.DESTRUCTIVE);
        assertThat(set.decide(call("other", null)).operation()).isNull();
    }

    @Test
    void nobodyIsAskedWhatToolsDoWhereNothingDependsOnIt() throws PolicyException {
        PolicySet set = set(NAMES + rule("deny", "['read', 'write', 'destructive']"));

        assertThat(set.asksForOperations()).isFalse();
        assertThat(set.asksForBackground()).isFalse();
        assertThat(operation(set, "get_a", READS)).isNull();
        assertThat(set.decide(call("get_a", null)).denied()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "deny, put_a, true",
        "deny, wipe, true",
        "deny, get_a, false",
        "deny, unlisted, true",
        "allow, put_a, true",
        "allow, get_a, false",
        "allow, unlisted, false",
        "rate_limit, put_a, true",
        "rate_limit, get_a, false",
        "rate_limit, unlisted, true",
        "limit_concurrency, unlisted, true",
        "limit_repeats, unlisted, true",
    })
    void unknownOperationsRestrictAndNeverAllow(String action, String tool, boolean applies)
            throws PolicyException {
        PolicySet set = set(NAMES + rule(action, "['write', 'destructive']"));
        Decision decision = set.decide(call(tool, null));

        assertThat(decision.rule() != null || !decision.rateLimits().isEmpty()).isEqualTo(applies);
        assertThat(decision.denied()).isEqualTo(applies && action.equals("deny"));
    }

    @Test
    void whatIsReadIsReadWhoeverAsks() throws PolicyException {
        PolicySet set =
                set(
                        """
                        [[rules]]
                        id = "few"
                        resources = ["*"]
                        action = "rate_limit"
                        operations = ["read"]
                        [[rules]]
                        id = "none"
                        methods = ["prompts/get", "completion/complete", "tools/call"]
                        action = "deny"
                        operations = ["read"]
                        """);

        assertThat(set.decide(of(new Target(Method.RESOURCES_READ, "file:///a"), null)))
                .satisfies(each -> assertThat(each.operation()).isEqualTo(Operation.READ))
                .satisfies(each -> assertThat(each.rateLimits()).hasSize(1));
        assertThat(set.decide(of(new Target(Method.PROMPTS_GET, "a"), null)).denied()).isTrue();
        assertThat(set.decide(of(new Target(Method.COMPLETION_COMPLETE, "a"), null)).denied())
                .isTrue();
        assertThat(set.decide(call("put_a", WRITES)).denied()).isFalse();
    }

    private static PolicySet ofRoles() throws PolicyException {
        return set(
                NAMES
                        + """
                        [[roles]]
                        role = "reader"
                        operations = ["read"]

                        [[roles]]
                        role = "writer"
                        servers = ["srv"]
                        tools = ["*_a", "other"]
                        operations = ["write"]

                        [[roles]]
                        role = "owner"
                        operations = ["destructive", "read", "write"]
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "get_a, reader, true",
        "put_a, reader, false",
        "wipe, reader, false",
        "put_a, writer, true",
        "put_b, writer, false",
        "get_a, writer, false",
        "wipe, owner, true",
        "unlisted, owner, true",
    })
    void rolesPermitWhatTheySay(String tool, String role, boolean permitted)
            throws PolicyException {
        PolicySet set = ofRoles();

        assertThat(set.decide(call(tool, null, role)).denied()).isEqualTo(!permitted);
        assertThat(set.mayAllow("srv", Target.tool(tool), "agent", Set.of(role), null))
                .isEqualTo(permitted);
    }

    @Test
    void whatNobodyKnowsIsPermittedByWhatPermitsEverything() throws PolicyException {
        PolicySet set = ofRoles();
        Decision unlisted = set.decide(call("other", null, "reader"));

        assertThat(unlisted.denied()).isTrue();
        assertThat(unlisted.rule()).isNotNull().extracting(Rule::id).isEqualTo("roles");
        assertThat(unlisted.reason())
                .endsWith(
                        "is unknown what the tool does: ask for tools/list first, and call what it"
                                + " lists");
        assertThat(set.decide(call("other", null)).reason())
                .isEqualTo("No role of this caller permits this");
        assertThat(set.decide(call("other", READS, "reader")).denied()).isFalse();
        assertThat(set.decide(call("other", WRITES, "reader")).denied()).isTrue();
        assertThat(set.decide(call("other", WRITES, "writer")).denied()).isFalse();
    }

    @Test
    void promptsAndResourcesAreForRolesThatRead() throws PolicyException {
        PolicySet set = ofRoles();
        Target resource = new Target(Method.RESOURCES_READ, "file:///a");
        Target prompt = new Target(Method.PROMPTS_GET, "a");

        assertThat(set.decide(of(resource, null, "reader")).denied()).isFalse();
        assertThat(set.decide(of(prompt, null, "reader")).denied()).isFalse();
        assertThat(set.decide(of(resource, null, "writer")).denied()).isTrue();
        assertThat(set.decide(of(prompt, null, "writer")).denied()).isTrue();
    }

    @Test
    void aRoleMayOnlyWriteEverything() throws PolicyException {
        PolicySet set = set("[[roles]]\nrole = 'robot'\noperations = ['write']\n");

        assertThat(set.decide(call("a", WRITES, "robot")).denied()).isFalse();
        assertThat(set.decide(call("a", READS, "robot")).denied()).isTrue();
        assertThat(set.decide(of(new Target(Method.PROMPTS_GET, "a"), null, "robot")).denied())
                .isTrue();
    }

    @Test
    void whatIsAlwaysDeniedForWhatItDoesIsNotShown() throws PolicyException {
        PolicySet set = set(NAMES + rule("deny", "['destructive']"));

        assertThat(set.hides()).isTrue();
        assertThat(set.mayAllow("srv", Target.tool("wipe"), "agent", Set.of(), READS)).isFalse();
        assertThat(set.mayAllow("srv", Target.tool("x"), "agent", Set.of(), DESTROYS)).isFalse();
        assertThat(set.mayAllow("srv", Target.tool("x"), "agent", Set.of(), WRITES)).isTrue();
        assertThat(set.mayAllow("srv", Target.tool("get_a"), "agent", Set.of(), null)).isTrue();
    }

    @Test
    void redactionsForAnOperationRewriteWhatIsAnsweredToAny() throws PolicyException {
        PolicySet set =
                set(NAMES + rule("redact", "['write']") + "pattern = 'x'\nreplacement = 'y'\n");

        assertThat(set.resultRedactions("get_a")).hasSize(1);
        assertThat(set.storageRedactions("get_a")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate_limit", "limit_concurrency"})
    void limitsForEachOperationAskWhatToolsDo(String action) throws PolicyException {
        requireAsked(
                NAMES
                        + "[[rules]]\nid = 'r'\ntool = '*'\nper = ['operation']\naction = '"
                        + action
                        + "'\n");
    }

    @Test
    void budgetsForEachOperationAskWhatToolsDo() throws PolicyException {
        requireAsked(
                NAMES
                        + """
                        [[budgets]]
                        id = "b"
                        limit = 1
                        per = ["operation"]

                        [[rules]]
                        id = "r"
                        tool = "*"
                        action = "spend"
                        budget = "b"
                        """);
    }

    private static void requireAsked(String text) throws PolicyException {
        PolicySet set = set(text);

        assertThat(set.asksForBackground()).isTrue();
        assertThat(operation(set, "put_a", READS)).isEqualTo(Operation.WRITE);
    }

    @Test
    void explanationsSayWhichOperationsARuleIsFor() throws PolicyException {
        Explanation explanation =
                set(NAMES + rule("allow", "['write', 'destructive']")).explain(call("get_a", null));

        assertThat(explanation.lines())
                .extracting(Explanation.Line::failing)
                .containsExactly("operations = [write, destructive]");
        assertThat(explanation.decision().operation()).isEqualTo(Operation.READ);
    }

    @Test
    void partOfASetForOneServerSaysTheSame() throws PolicyException {
        PolicySet set =
                set(
                        NAMES
                                + "[[rules]]\nid='r'\nserver='srv'\ntool='*'\naction='deny'\n"
                                + "operations=['write']\n");

        assertThat(set.forServer("srv")).isNotSameAs(set);
        assertThat(set.forServer("srv").decide(call("put_a", null)).denied()).isTrue();
        assertThat(set.forServer("srv").asksForBackground()).isTrue();
    }
}
