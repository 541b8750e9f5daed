package io.agentgate.gateway;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Pending;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.journal.JournalException;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Span;
import org.jspecify.annotations.Nullable;

/**
 * The ends of requests that were forwarded. Whoever took a request out of its table comes here with
 * it, so each ends once; a governed call's end is recorded before anybody is told.
 */
final class Endings {
    private final Judgement judgement;
    private final Recorder recorder;

    Endings(Judgement judgement, Recorder recorder) {
        this.judgement = judgement;
        this.recorder = recorder;
    }

    /**
     * Ends a request with an answer.
     *
     * @param own what the server answered
     * @param answer what the client is told
     * @param withheld why the client is told something else than the server's own, or null
     * @return what the client gets: the answer, or an error if it cannot be recorded
     */
    Frame answer(Pending asked, Response own, Response answer, @Nullable String withheld) {
        Call call = asked.call();
        if (call == null) {
            return answer.frame();
        }
        boolean failed = answer.outcome() instanceof Response.Failure;
        judgement.onSettled(call, ending(own, failed));
        CallStatus status =
                failed || ToolResult.isError(answer) ? CallStatus.ERROR : CallStatus.ALLOWED;
        try {
            recorder.answered(call, status, withheld, answer);
            return answer.frame();
        } catch (JournalException notRecorded) {
            return RefusalReply.of(
                    asked.id(),
                    Refusal.unavailable("The audit journal cannot record the answer"),
                    call.decisionId());
        }
    }

    private static Ending ending(Response own, boolean failed) {
        return switch (own.outcome()) {
            case Response.Failure(Span ignored, int code) when code == ErrorCode.INTERNAL_ERROR ->
                    Ending.INTERNAL_ERROR;
            case Response.Failure ignored -> Ending.FAILED;
            case Response.Result ignored -> failed ? Ending.FAILED : Ending.ANSWERED;
        };
    }

    /**
     * Ends a request without an answer of the server.
     *
     * @param ending what guards are told, if it is a governed call
     * @param status how it is recorded then
     * @return what its sender is told, if anybody still is to be told
     */
    Frame giveUp(Pending pending, Ending ending, CallStatus status, String reason) {
        Call call = pending.call();
        if (call == null) {
            return Replies.error(pending.id(), ErrorCode.INTERNAL_ERROR, reason, null);
        }
        judgement.onSettled(call, ending);
        Refusal told =
                new Refusal(ErrorCode.INTERNAL_ERROR, CallDecision.FAILED, null, reason, null);
        try {
            recorder.unanswered(call, status, reason);
        } catch (JournalException notRecorded) {
            // The decision is recorded; whoever drains the journal closes the call as unknown.
            told = Refusal.unavailable("The audit journal cannot record how this call ended");
        }
        return RefusalReply.of(pending.id(), told, call.decisionId());
    }
}
