package io.agentgate.auditstore.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** The body of an error, as RFC 9457 has it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ProblemBody(String type, String title, int status, String detail, @Nullable String field) {}
