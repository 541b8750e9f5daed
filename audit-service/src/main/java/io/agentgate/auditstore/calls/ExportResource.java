package io.agentgate.auditstore.calls;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.auditstore.problem.Refusal;
import io.agentgate.gateway.audit.CallCsv;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * The route of exports: all calls that match when it begins, oldest first, as they are read. {@code
 * X-Total-Count} says how many there are then; calls that come late or go meanwhile make it differ.
 */
@Path("/api/export")
@RunOnVirtualThread
public class ExportResource {
    private final StoredCalls calls;
    private final ObjectMapper json;

    ExportResource(StoredCalls calls, ObjectMapper json) {
        this.calls = calls;
        this.json = json;
    }

    @GET
    @RolesAllowed({"auditor", "admin"})
    public Response export(
            @BeanParam Filter filter, @QueryParam("format") @DefaultValue("jsonl") String format)
            throws SQLException {
        return switch (format) {
            case "jsonl" -> answer(filter, "application/jsonl", "calls.jsonl", this::jsonLines);
            case "csv" -> answer(filter, "text/csv; charset=UTF-8", "calls.csv", this::csv);
            default -> throw Refusal.invalid("format", "must be jsonl or csv");
        };
    }

    /** Writes all that match. */
    private interface Form {
        void write(Filter filter, StoredCalls.Extent extent, Writer out)
                throws SQLException, IOException;
    }

    private Response answer(Filter filter, String type, String file, Form form)
            throws SQLException {
        StoredCalls.Extent extent = calls.extent(filter);
        StreamingOutput body =
                stream -> {
                    Writer out =
                            new BufferedWriter(
                                    new OutputStreamWriter(stream, StandardCharsets.UTF_8));
                    try {
                        form.write(filter, extent, out);
                    } catch (SQLException away) {
                        // The status is gone already: a broken answer says that it is not whole.
                        throw new IOException("the database went away", away);
                    }
                    out.flush();
                };
        return Response.ok(body)
                .type(type)
                .header("X-Total-Count", extent.calls())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=" + file)
                .build();
    }

    private void jsonLines(Filter filter, StoredCalls.Extent extent, Writer out)
            throws SQLException, IOException {
        calls.<IOException>each(
                filter, extent, call -> out.append(json.writeValueAsString(call)).append('\n'));
    }

    private void csv(Filter filter, StoredCalls.Extent extent, Writer out)
            throws SQLException, IOException {
        out.append(CallCsv.HEADER);
        calls.<IOException>each(filter, extent, call -> Csv.line(call, out));
    }
}
