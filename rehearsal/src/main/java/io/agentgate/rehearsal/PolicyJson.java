package io.agentgate.rehearsal;

import io.agentgate.policy.Problem;
import io.agentgate.policy.text.PolicyLint;
import io.agentgate.protocol.JsonWriter;
import java.util.List;

/** What the commands on policies say in JSON, whoever asks. */
public final class PolicyJson {
    private PolicyJson() {}

    /** What {@code lint} found in one text: {@code errors} and {@code findings}. */
    public static void findings(
            JsonWriter json, List<Problem> errors, List<PolicyLint.Finding> findings) {
        ProblemJson.write(json.name("errors"), errors);
        json.name("findings").beginArray();
        for (PolicyLint.Finding finding : findings) {
            json.beginObject().name("check").value(finding.check());
            json.name("line").value(finding.problem().position().line());
            json.name("column").value(finding.problem().position().column());
            json.name("message").value(finding.problem().message()).endObject();
        }
        json.endArray();
    }

    /** What {@code diff} found. */
    public static JsonWriter diff(PolicyDiff diff) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("calls").value(diff.calls()).name("changed").value(diff.changed());
        json.name("judged_redacted").value(diff.redacted());
        json.name("left_out").value(diff.notKept());
        json.name("groups").beginArray();
        for (PolicyDiff.Group group : diff.groups()) {
            json.beginObject().name("count").value(group.count());
            json.name("agent").value(group.kind().agent());
            json.name("server").value(group.kind().server());
            json.name("tool").value(group.kind().tool());
            json.name("old").value(group.kind().from());
            json.name("new").value(group.kind().to());
            json.name("examples").beginArray();
            group.examples().forEach(json::value);
            json.endArray().endObject();
        }
        return json.endArray().endObject();
    }

    /** What {@code test} found. */
    public static JsonWriter tests(List<TestedFile> tested) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("passed").value(TestedFile.count(tested, true));
        json.name("failed").value(TestedFile.count(tested, false));
        json.name("files").beginArray();
        for (TestedFile file : tested) {
            json.beginObject().name("file").value(file.file().toString());
            ProblemJson.text(
                    json.name("policy"), file.policy() == null ? null : file.policy().toString());
            ProblemJson.write(json.name("errors"), file.errors());
            json.name("cases").beginArray();
            file.cases().forEach(each -> write(each, json));
            json.endArray().endObject();
        }
        return json.endArray().endObject();
    }

    private static void write(TestedCase each, JsonWriter json) {
        json.beginObject().name("name").value(each.asked().name());
        json.name("line").value(each.asked().position().line());
        json.name("passed").value(each.passed());
        json.name("decision").value(each.got().outcome().word());
        ProblemJson.text(json.name("rule"), each.got().rule());
        json.name("differences").beginArray();
        for (TestedCase.Difference difference : each.differences()) {
            json.beginObject().name("what").value(difference.what());
            json.name("expected").value(difference.expected());
            json.name("got").value(difference.got()).endObject();
        }
        json.endArray().endObject();
    }
}
