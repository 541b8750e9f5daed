package io.agentgate.policystore.change;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The revision of the bundle: one row. */
@Entity
@Table(name = "bundle")
public class BundleCounter {
    static final short ONLY = 1;

    @Id private short id;

    @Column(nullable = false)
    private long revision;

    protected BundleCounter() {}

    public long revision() {
        return revision;
    }

    void grow() {
        revision++;
    }

    @Override
    public String toString() {
        return "BundleCounter[" + id + ": " + revision + "]";
    }
}
