package io.agentgate.gateway;

import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Delivery;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A guard that does as a test says, and remembers how calls ended. */
final class SpyGuard implements Guard {
    final List<Ending> endings = new ArrayList<>();
    Function<Call, Verdict> onCall = call -> Verdict.PASS;
    Function<Delivery, Verdict> onDelivery = delivery -> Verdict.PASS;
    Runnable onSettled = () -> {};

    @Override
    public Verdict onCall(Call call) {
        return onCall.apply(call);
    }

    @Override
    public Verdict onDelivery(Delivery delivery) {
        return onDelivery.apply(delivery);
    }

    @Override
    public void onSettled(Call call, Ending ending) {
        endings.add(ending);
        onSettled.run();
    }
}
