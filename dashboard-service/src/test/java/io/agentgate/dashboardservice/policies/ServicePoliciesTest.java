package io.agentgate.dashboardservice.policies;

import static io.agentgate.dashboardservice.Services.asAnn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.dashboard.DraftedException;
import io.agentgate.dashboard.Drafts;
import io.agentgate.dashboard.RefusedException;
import io.agentgate.dashboardservice.Services;
import io.agentgate.gateway.PolicyReplacedException;
import io.agentgate.gateway.PolicyStore;
import io.agentgate.policy.PolicyException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServicePoliciesTest {
    private static final String TEXT =
            """
            [metadata]
            name = "p"
            version = "1"
            """;

    private Services services;
    private ServicePolicies policies;

    @BeforeEach
    void start() throws Exception {
        services = new Services();
        policies = new ServicePolicies(services.peer());
    }

    @AfterEach
    void stop() throws Exception {
        services.close();
    }

    @Test
    void textIsDraftedAndPutInForceOverTheRevisionThatWasRead() throws Exception {
        services.answer("POST /api/policies/drafts", 201, "{'revision':8}")
                .answer("POST /api/policies/drafts/8/activate", 200, "{'revision':8}");

        assertThat(asAnn(() -> policies.replace(TEXT, "7"))).isEqualTo("8");

        assertThat(services.lines())
                .containsExactly(
                        "POST /api/policies/drafts", "POST /api/policies/drafts/8/activate");
        assertThat(services.last().header("If-Match")).isEqualTo("\"7\"");
    }

    @Test
    void textThatDoesNotLoadIsNoDraft() {
        assertThatThrownBy(() -> asAnn(() -> policies.replace("[[rules]]\nid = 1\n", "7")))
                .isInstanceOf(PolicyException.class);
        assertThat(services.lines()).isEmpty();
    }

    @Test
    void draftThatSomebodyElseHasToPutInForceIsNamed() {
        services.answer("POST /api/policies/drafts", 201, "{'revision':8}")
                .answer("POST /api/policies/drafts/8/activate", 403, "{'detail':'not you'}");

        assertThatThrownBy(() -> asAnn(() -> policies.replace(TEXT, "7")))
                .isInstanceOfSatisfying(
                        DraftedException.class,
                        drafted -> {
                            assertThat(drafted.draft()).isEqualTo("8");
                            assertThat(drafted).hasMessage("not you");
                        });
    }

    @Test
    void whoWasSlowerIsToldSo() {
        services.answer("POST /api/policies/drafts", 201, "{'revision':8}")
                .answer("POST /api/policies/drafts/8/activate", 412, "{'detail':'9 is active'}");

        assertThatThrownBy(() -> asAnn(() -> policies.replace(TEXT, "7")))
                .isInstanceOf(PolicyReplacedException.class);
    }

    @Test
    void nothingIsInForceBeforeTheFirstRevision() throws Exception {
        services.answer("GET /api/policies/active", 404, "{'detail':'there is no active policy'}");

        assertThat(asAnn(policies::current)).isEqualTo(new PolicyStore.Version("0", ""));
    }

    @Test
    void revisionsThatWereInForceEndedWhenTheNextBegan() throws Exception {
        services.answer(
                "GET /api/policies?",
                200,
                """
                {'items':[
                 {'revision':4,'state':'draft','author':'eva','created':'2026-11-20T14:00:00Z','comment':''},
                 {'revision':3,'state':'active','activated':'2026-11-20T13:00:00Z'},
                 {'revision':2,'state':'superseded','activated':'2026-11-20T11:00:00Z'},
                 {'revision':1,'state':'superseded','activated':'2026-11-20T12:00:00Z'}],'next':null}
                """);

        assertThat(asAnn(() -> policies.replaced()))
                .containsExactly(
                        new PolicyStore.Replaced("1", "1", Instant.parse("2026-11-20T13:00:00Z")),
                        new PolicyStore.Replaced("2", "2", Instant.parse("2026-11-20T12:00:00Z")));
        assertThat(asAnn(policies::waiting))
                .containsExactly(
                        new Drafts.Draft("4", "eva", Instant.parse("2026-11-20T14:00:00Z"), ""));
    }

    @Test
    void onlyDraftsArePutInForceAsSuch() throws Exception {
        services.answer(
                "GET /api/policies/2", 200, "{'revision':2,'state':'superseded','text':''}");

        for (String id : new String[] {"2", "3", "x/../../keys", "", "-1"}) {
            assertThatThrownBy(() -> asAnn(() -> policies.activate(id, "1")))
                    .isInstanceOfSatisfying(
                            RefusedException.class, r -> assertThat(r.status()).isEqualTo(404));
        }
        assertThat(services.lines()).allMatch(line -> line.startsWith("GET /api/policies/"));
        assertThat(asAnn(() -> policies.replaced("2"))).isPresent();
    }
}
