package io.agentgate.cluster.bundle;

import io.agentgate.policy.PolicySet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that keeps what it is told, one line each. */
final class NewsForTest implements BundleListener {
    private final List<String> news = new CopyOnWriteArrayList<>();

    List<String> all() {
        return List.copyOf(news);
    }

    long count(String beginning) {
        return news.stream().filter(one -> one.startsWith(beginning)).count();
    }

    @Override
    public void loaded(BundleState state, PolicySet policies) {
        news.add("loaded " + state.revision() + " from " + state.source());
    }

    @Override
    public void refused(String problem) {
        news.add("refused " + problem);
    }

    @Override
    public void lost(String problem) {
        news.add("lost " + problem);
    }

    @Override
    public void back() {
        news.add("back");
    }

    @Override
    public void copyFailed(String problem) {
        news.add("copy " + problem);
    }
}
