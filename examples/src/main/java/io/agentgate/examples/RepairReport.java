package io.agentgate.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The repair report is a list of repairs with the (invented) customers they are for. */
record RepairReport(List<Repair> repairs) {
    /** A repair is one bicycle, what is wrong with it, and whose it is. */
    record Repair(int bicycle, String problem, String customer, String email) {
        Map<String, Object> toJson() {
            var json = new LinkedHashMap<String, Object>();
            json.put("bicycle", bicycle);
            json.put("problem", problem);
            json.put("customer", customer);
            json.put("email", email);
            return json;
        }
    }

    static final String SCHEMA =
            """
            {
              "type": "object",
              "properties": {
                "repairs": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "bicycle": {"type": "integer"},
                      "problem": {"type": "string"},
                      "customer": {"type": "string"},
                      "email": {"type": "string"}
                    },
                    "required": ["bicycle", "problem", "customer", "email"]
                  }
                }
              },
              "required": ["repairs"]
            }
            """;

    RepairReport {
        repairs = List.copyOf(repairs);
    }

    static RepairReport ofThisWeek() {
        return new RepairReport(
                List.of(
                        new Repair(7, "bell is silent", "Carla Muster", "carla@muster.example"),
                        new Repair(
                                12, "brakes squeak", "Dmitri Placeholder", "dmitri@holder.example"),
                        new Repair(31, "flat tyre", "Erin Doe", "erin.doe@mail.example")));
    }

    Map<String, Object> toJson() {
        return Map.of("repairs", repairs.stream().map(Repair::toJson).toList());
    }

    String toText() {
        var text = new StringBuilder();
        for (var repair : repairs) {
            text.append("Bicycle ").append(repair.bicycle());
            text.append(": ").append(repair.problem());
            text.append(" (").append(repair.customer());
            text.append(", ").append(repair.email()).append(")\n");
        }
        return text.toString();
    }
}
