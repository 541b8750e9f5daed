package io.agentgate.policystore.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.agentgate.policystore.problem.Refusal.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of an error, as RFC 9457 has it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field,
        List<Finding> problems) {}
