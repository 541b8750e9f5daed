package io.agentgate.policystore.roles;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The mappings as they are kept. */
@ApplicationScoped
public class RoleMappings implements PanacheRepositoryBase<RoleMapping, String> {

    /** All of them, by name. */
    public Uni<List<RoleMapping.View>> views() {
        return listAll(Sort.by("name")).map(all -> all.stream().map(RoleMapping::view).toList());
    }
}
