package io.agentgate.gateway;

import io.agentgate.gateway.audit.Redactions;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Delivery;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.policy.PolicySet;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Message;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The guards, asked in order. A guard that fails refuses: an error must never let a message
 * through.
 */
final class Judgement {
    private final List<Guard> guards;

    Judgement(List<Guard> guards) {
        this.guards = List.copyOf(guards);
    }

    /** Whether anybody wants to know what was seen before a call: a policy in force, or a guard. */
    boolean asksForBackground(PolicySet policies) {
        if (policies.asksForBackground()) {
            return true;
        }
        for (int i = 0; i < guards.size(); i++) {
            if (guards.get(i).asksForBackground()) {
                return true;
            }
        }
        return false;
    }

    /** What became of a message to the client. */
    sealed interface Delivering {}

    /** It may go, perhaps rewritten by redact rules. */
    record Delivered(Message message, Redactions redactions) implements Delivering {}

    /** It must not go. */
    record Withheld(Refusal refusal) implements Delivering {}

    /** Asks all guards about a call; null if none refused. The call holds what will be sent. */
    @Nullable Refusal onCall(Call call, Scanner scanner) {
        try {
            for (Guard guard : guards) {
                switch (guard.onCall(call)) {
                    case Verdict.Pass() -> {}
                    case Verdict.Rewrite(Frame frame, List<String> redactedBy) -> {
                        if (!(scanner.scan(frame.bytes()) instanceof Request changed)
                                || !changed.id().equals(call.received().id())) {
                            return Refusal.unavailable("The call could not be rewritten");
                        }
                        call.rewrite(changed, redactedBy);
                    }
                    case Verdict.Refuse(Refusal refusal) -> {
                        return refusal;
                    }
                }
            }
            return call.isRewritten() ? onRewritten(call) : null;
        } catch (RuntimeException guardFailed) {
            return Refusal.unavailable("The gateway failed to judge this call");
        }
    }

    private @Nullable Refusal onRewritten(Call call) {
        for (Guard guard : guards) {
            switch (guard.onRewritten(call)) {
                case Verdict.Pass() -> {}
                case Verdict.Rewrite ignored -> {
                    return Refusal.unavailable("The call would be rewritten without end");
                }
                case Verdict.Refuse(Refusal refusal) -> {
                    return refusal;
                }
            }
        }
        return null;
    }

    /** Asks all guards about a message to the client. */
    Delivering onDelivery(Delivery delivery, Scanner scanner) {
        Delivery current = delivery;
        Redactions redactions = Redactions.NONE;
        try {
            for (Guard guard : guards) {
                switch (guard.onDelivery(current)) {
                    case Verdict.Pass() -> {}
                    case Verdict.Rewrite(Frame frame, List<String> redactedBy) -> {
                        if (!(scanner.scan(frame.bytes()) instanceof Message changed)
                                || changed.getClass() != current.message().getClass()) {
                            return new Withheld(
                                    Refusal.unavailable("The message could not be rewritten"));
                        }
                        current = current.with(changed);
                        redactions = redactions.and(redactedBy);
                    }
                    case Verdict.Refuse(Refusal refusal) -> {
                        return new Withheld(refusal);
                    }
                }
            }
            return new Delivered(current.message(), redactions);
        } catch (RuntimeException guardFailed) {
            return new Withheld(
                    Refusal.unavailable("The gateway failed to judge the server's message"));
        }
    }

    /** Tells all guards how a call ended, also those behind one that fails. */
    void onSettled(Call call, Ending ending) {
        for (Guard guard : guards) {
            try {
                guard.onSettled(call, ending);
            } catch (RuntimeException guardFailed) {
                // What has ended cannot be refused any more.
            }
        }
    }

    /** Tells all guards what a server lists of its tools. */
    void onToolsListed(String server, Response list) {
        for (Guard guard : guards) {
            guard.onToolsListed(server, list);
        }
    }

    /** Tells all guards that a server has other tools now. */
    void onToolsChanged(String server) {
        for (Guard guard : guards) {
            guard.onToolsChanged(server);
        }
    }
}
