package io.agentgate.policystore.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.agentgate.policystore.problem.Refusal.Finding;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The one place where failures become answers. */
final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final String TYPE = "application/problem+json";
    private static final String NO_JSON = "the body is not the JSON that belongs here";

    @ServerExceptionMapper
    Response refusal(Refusal refusal) {
        Response.ResponseBuilder answer =
                Response.status(refusal.status())
                        .type(TYPE)
                        .entity(
                                body(
                                        refusal.status(),
                                        String.valueOf(refusal.getMessage()),
                                        refusal.field(),
                                        refusal.findings()));
        return switch (refusal.status()) {
            case 401 -> answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer").build();
            case 503 -> answer.header(HttpHeaders.RETRY_AFTER, 1).build();
            default -> answer.build();
        };
    }

    @ServerExceptionMapper({AuthenticationFailedException.class, UnauthorizedException.class})
    Response unknownPerson() {
        return Response.status(401)
                .type(TYPE)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .entity(body(401, "a valid access token is needed", "Authorization", List.of()))
                .build();
    }

    @ServerExceptionMapper
    Response missingRole(ForbiddenException refused) {
        return problem(403, "your roles do not allow this", null);
    }

    @ServerExceptionMapper
    Response unreadable(MismatchedInputException unreadable) {
        return json(unreadable);
    }

    @ServerExceptionMapper({StreamReadException.class, StreamConstraintsException.class})
    Response noJson() {
        return problem(400, NO_JSON, null);
    }

    @ServerExceptionMapper
    Response ofTheFramework(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        if (failure.getCause() instanceof JacksonException unreadable) {
            return json(unreadable);
        }
        return problem(status, failure.getResponse().getStatusInfo().getReasonPhrase(), null);
    }

    @ServerExceptionMapper
    Response anything(Throwable failure) {
        if (isOutage(failure)) {
            LOG.warnf("the database cannot be reached: %s", failure.getMessage());
            return Response.status(503)
                    .type(TYPE)
                    .header(HttpHeaders.RETRY_AFTER, 1)
                    .entity(body(503, "the database cannot be reached", null, List.of()))
                    .build();
        }
        LOG.error("a request failed", failure);
        return problem(500, "this should not have happened; the service's log says more", null);
    }

    private static Response json(JacksonException unreadable) {
        String field =
                unreadable instanceof JsonMappingException mapping
                        ? mapping.getPath().stream()
                                .map(
                                        step ->
                                                step.getFieldName() == null
                                                        ? "[" + step.getIndex() + "]"
                                                        : step.getFieldName())
                                .collect(Collectors.joining("."))
                        : "";
        // Not the parser's words: they quote what was sent.
        return problem(
                400,
                field.isEmpty() ? NO_JSON : field + " is unknown or of the wrong type",
                field.isEmpty() ? null : field);
    }

    static boolean isOutage(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || cause instanceof ClosedConnectionException
                    || (cause instanceof PgException refused && isOutage(refused.getSqlState()))) {
                return true;
            }
        }
        return false;
    }

    /** Connections lost, resources out, and an operator at work. */
    private static boolean isOutage(@Nullable String state) {
        return state != null
                && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57"));
    }

    private static Response problem(int status, String detail, @Nullable String field) {
        return Response.status(status)
                .type(TYPE)
                .entity(body(status, detail, field, List.of()))
                .build();
    }

    private static ProblemBody body(
            int status, String detail, @Nullable String field, List<Finding> findings) {
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = known == null ? "Error" : known.getReasonPhrase();
        return new ProblemBody("about:blank", title, status, detail, field, findings);
    }
}
