package io.agentgate.auditstore.problem;

import io.agentgate.gateway.audit.AuditLogException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The one place where failures become answers. */
final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final String TYPE = "application/problem+json";

    @ServerExceptionMapper
    Response refusal(Refusal refusal) {
        return problem(refusal.status(), String.valueOf(refusal.getMessage()), refusal.field());
    }

    @ServerExceptionMapper({AuthenticationFailedException.class, UnauthorizedException.class})
    Response unknownPerson() {
        return Response.fromResponse(
                        problem(401, "a valid access token is needed", "Authorization"))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    @ServerExceptionMapper
    Response missingRole(ForbiddenException refused) {
        return problem(403, "your roles do not allow this", null);
    }

    @ServerExceptionMapper
    Response ofTheFramework(WebApplicationException failure) {
        Response.StatusType status = failure.getResponse().getStatusInfo();
        return problem(status.getStatusCode(), status.getReasonPhrase(), null);
    }

    @ServerExceptionMapper
    Response database(SQLException failure) {
        LOG.warnf("the database does not answer: %s", failure.getMessage());
        return Response.fromResponse(problem(503, "the database cannot be reached", null))
                .header(HttpHeaders.RETRY_AFTER, 1)
                .build();
    }

    @ServerExceptionMapper
    Response figures(AuditLogException failure) {
        return failure.getCause() instanceof SQLException database
                ? database(database)
                : anything(failure);
    }

    @ServerExceptionMapper
    Response anything(Throwable failure) {
        LOG.error("a request failed", failure);
        return problem(500, "this should not have happened; the service's log says more", null);
    }

    private static Response problem(int status, String detail, @Nullable String field) {
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = known == null ? "Error" : known.getReasonPhrase();
        return Response.status(status)
                .type(TYPE)
                .entity(new ProblemBody("about:blank", title, status, detail, field))
                .build();
    }
}
