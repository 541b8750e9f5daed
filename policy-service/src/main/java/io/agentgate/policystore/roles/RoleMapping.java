package io.agentgate.policystore.roles;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;

/** A role in rules, and the claims that give it. */
@Entity
@Table(name = "role_mapping")
public class RoleMapping {
    @Id private String name;
    private String[] claims;

    @SuppressWarnings("NullAway.Init")
    protected RoleMapping() {}

    RoleMapping(View view) {
        this.name = view.name();
        this.claims = view.claims().toArray(String[]::new);
    }

    public View view() {
        return new View(name, List.of(claims));
    }

    /** The mapping as it is shown and fetched. */
    public record View(String name, List<String> claims) {}
}
