package io.agentgate.proxy;

import io.agentgate.cluster.bundle.BundleListener;
import io.agentgate.cluster.bundle.BundleState;
import io.agentgate.gateway.Recorder;
import io.agentgate.policy.PolicySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says and records what becomes of bundles. */
final class News implements BundleListener {
    private final Consumer<String> say;
    private volatile @Nullable Recorder recorder;

    News(Consumer<String> say) {
        this.say = say;
    }

    /** From now on what happens is recorded, too; there is a bundle before there is a journal. */
    void recordWith(Recorder pen) {
        recorder = pen;
    }

    @Override
    public void loaded(BundleState state, PolicySet policies) {
        String what = "bundle " + state.revision() + ", policy " + policies.revision();
        say.accept(what + " is in force");
        policies.warnings().forEach(warning -> say.accept("warning: " + warning));
        note("policy_loaded", what);
    }

    @Override
    public void refused(String problem) {
        say.accept("a bundle was refused, the one before stays in force: " + problem);
        note("policy_refused", problem);
    }

    @Override
    public void lost(String problem) {
        say.accept(problem + "; the bundle in force stays so");
    }

    @Override
    public void back() {
        say.accept("the policy-service answers again");
    }

    @Override
    public void copyFailed(String problem) {
        say.accept(problem);
    }

    private void note(String kind, String detail) {
        Recorder pen = recorder;
        if (pen != null) {
            pen.note(kind, null, detail);
        }
    }
}
