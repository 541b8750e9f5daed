package io.agentgate.policystore.policy;

import io.agentgate.policystore.change.Actor;
import io.agentgate.policystore.problem.Refusal;
import io.agentgate.policystore.problem.Refusal.Finding;
import io.agentgate.policystore.problem.Words;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The routes of policies. */
@Path("/api/policies")
public class PoliciesResource {
    static final int MAX_TEXT_BYTES = 1024 * 1024;
    static final int MAX_COMMENT = 1_000;
    static final int MAX_CALLS = 1_000;

    private static final Pattern ETAG = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");

    private final PolicyFlow flow;
    private final PolicyRevisions revisions;
    private final PolicyReader reader;
    private final SecurityIdentity identity;

    PoliciesResource(
            PolicyFlow flow,
            PolicyRevisions revisions,
            PolicyReader reader,
            SecurityIdentity identity) {
        this.flow = flow;
        this.revisions = revisions;
        this.reader = reader;
        this.identity = identity;
    }

    /** A new policy text. */
    public record DraftOrder(@Nullable String text, @Nullable String comment) {}

    /** How a text reads. */
    public record Validation(boolean valid, List<Finding> problems, List<Finding> warnings) {}

    /** A page of revisions, newest first. */
    public record Page(List<PolicyRevision.View> items, @Nullable Long next) {}

    @POST
    @Path("drafts")
    @RolesAllowed({"editor", "admin"})
    public Uni<Response> draft(DraftOrder order) {
        String text = order == null ? null : order.text();
        if (text == null) {
            throw Refusal.invalid("text", "is missing");
        }
        if (text.indexOf('\0') >= 0) {
            throw Refusal.invalid("text", "holds a control character");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
            throw Refusal.invalid("text", "is longer than " + MAX_TEXT_BYTES + " bytes");
        }
        String comment = Words.optional("comment", order.comment(), MAX_COMMENT);
        return flow.draft(Actor.of(identity), text, Objects.requireNonNullElse(comment, ""))
                .map(made -> tagged(Response.status(201), made, made.view()));
    }

    @POST
    @Path("drafts/{number}/validate")
    @RolesAllowed({"editor", "admin"})
    public Uni<Validation> validate(@PathParam("number") long number) {
        return Panache.withSession(() -> revisions.get(number))
                .chain(draft -> reader.read(draft.text()))
                .map(
                        policy ->
                                new Validation(
                                        true, List.of(), PolicyReader.findings(policy.warnings())))
                .onFailure(PoliciesResource::isUnloadable)
                .recoverWithItem(
                        refused ->
                                new Validation(false, ((Refusal) refused).findings(), List.of()));
    }

    private static boolean isUnloadable(Throwable failure) {
        return failure instanceof Refusal refusal && !refusal.findings().isEmpty();
    }

    @POST
    @Path("drafts/{number}/test")
    @RolesAllowed({"editor", "admin"})
    public Uni<List<TrialCall.Answer>> tryOut(
            @PathParam("number") long number, List<TrialCall> calls) {
        if (calls == null || calls.isEmpty() || calls.size() > MAX_CALLS) {
            throw Refusal.invalid("calls", "must be between 1 and " + MAX_CALLS);
        }
        if (calls.stream().anyMatch(Objects::isNull)) {
            throw Refusal.invalid("calls", "hold null");
        }
        Instant now = Instant.now();
        return Panache.withSession(() -> revisions.get(number))
                .chain(draft -> reader.read(draft.text()))
                .chain(
                        policy ->
                                reader.aside(
                                        () ->
                                                calls.stream()
                                                        .map(call -> call.tryOn(policy, now))
                                                        .toList()));
    }

    @POST
    @Path("drafts/{number}/activate")
    @RolesAllowed({"editor", "approver", "admin"})
    public Uni<Response> activate(
            @PathParam("number") long number, @HeaderParam("If-Match") @Nullable String expected) {
        refuseWrongHands();
        return flow.activate(Actor.of(identity), number, expected == null ? null : number(expected))
                .map(made -> tagged(Response.ok(), made, made.view()));
    }

    @POST
    @Path("rollback/{number}")
    @RolesAllowed({"editor", "approver", "admin"})
    public Uni<Response> rollBack(@PathParam("number") long number) {
        refuseWrongHands();
        return flow.rollBack(Actor.of(identity), number)
                .map(made -> tagged(Response.status(201), made, made.view()));
    }

    /** With four eyes approvers activate; without, those who write do. */
    private void refuseWrongHands() {
        String needed = flow.fourEyes() ? "approver" : "editor";
        if (!identity.hasRole("admin") && !identity.hasRole(needed)) {
            throw Refusal.forbidden("the role " + needed + " is needed");
        }
    }

    @GET
    @RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
    public Uni<Page> page(
            @QueryParam("before") @Nullable Long before,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        int most = Math.clamp(limit, 1, 200);
        return Panache.withSession(
                        () -> revisions.before(before == null ? Long.MAX_VALUE : before, most + 1))
                .map(found -> found.stream().map(PolicyRevision::view).toList())
                .map(
                        found ->
                                found.size() <= most
                                        ? new Page(found, null)
                                        : new Page(
                                                found.subList(0, most),
                                                found.get(most - 1).revision()));
    }

    @GET
    @Path("active")
    @RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
    public Uni<Response> active() {
        return Panache.withSession(revisions::active)
                .map(active -> active.orElseThrow(() -> Refusal.notFound("active policy")))
                .map(found -> tagged(Response.ok(), found, found.viewWithText()));
    }

    @GET
    @Path("{number: [0-9]+}")
    @RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
    public Uni<Response> one(@PathParam("number") long number) {
        return Panache.withSession(() -> revisions.get(number))
                .map(found -> tagged(Response.ok(), found, found.viewWithText()));
    }

    @GET
    @Path("{from: [0-9]+}/diff/{to: [0-9]+}")
    @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
    @RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
    public Uni<String> diff(@PathParam("from") long from, @PathParam("to") long to) {
        return Panache.withSession(
                        () ->
                                revisions
                                        .get(from)
                                        .chain(
                                                old ->
                                                        revisions
                                                                .get(to)
                                                                .map(made -> List.of(old, made))))
                .chain(both -> reader.aside(() -> TextDiff.of(both.getFirst(), both.getLast())));
    }

    private static Response tagged(
            Response.ResponseBuilder answer, PolicyRevision revision, PolicyRevision.View view) {
        return answer.header("ETag", "\"" + revision.number() + "\"").entity(view).build();
    }

    private static long number(String tag) {
        Matcher matcher = ETAG.matcher(tag.trim());
        if (!matcher.matches()) {
            throw Refusal.invalid("If-Match", "is not one revision in quotes");
        }
        return Long.parseLong(matcher.group(1));
    }
}
