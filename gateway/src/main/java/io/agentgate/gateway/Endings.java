package io.agentgate.gateway;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallEnd;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.Redactions;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Pending;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.journal.Commit;
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
     * @param redactions what changed the server's own answer to what the client is told
     * @return forwards the answer, or an error if it cannot be recorded
     */
    Ruling answer(
            Pending asked,
            Response own,
            Response answer,
            @Nullable String withheld,
            Redactions redactions) {
        Call call = asked.call();
        if (call == null) {
            return answers(asked, answer.frame());
        }
        boolean failed = answer.outcome() instanceof Response.Failure;
        judgement.onSettled(call, ending(own, failed));
        CallStatus status =
                failed || ToolResult.isError(answer) ? CallStatus.ERROR : CallStatus.ALLOWED;
        try {
            CallEnd end = new CallEnd(status, withheld, redactions);
            Commit commit = recorder.answered(call, end, answer);
            return AfterRecording.rule(
                    commit, () -> answers(asked, answer.frame()), () -> unrecorded(asked, call));
        } catch (JournalException notRecorded) {
            return unrecorded(asked, call);
        }
    }

    private static Ruling answers(Pending asked, Frame frame) {
        return new Ruling.Forward(frame, new Ruling.Bearing.Answers(asked.id()));
    }

    private static Ruling unrecorded(Pending asked, Call call) {
        Refusal refusal = Refusal.unavailable("The audit journal cannot record the answer");
        return answers(asked, RefusalReply.of(asked.id(), refusal, call.decisionId()));
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
     * @return forwards what its sender is told, if anybody still is to be told
     */
    Ruling giveUp(Pending pending, Ending ending, CallStatus status, String reason) {
        Call call = pending.call();
        if (call == null) {
            Frame error = Replies.error(pending.id(), ErrorCode.INTERNAL_ERROR, reason, null);
            return answers(pending, error);
        }
        judgement.onSettled(call, ending);
        try {
            Commit commit = recorder.unanswered(call, status, reason);
            Refusal told =
                    new Refusal(ErrorCode.INTERNAL_ERROR, CallDecision.FAILED, null, reason, null);
            return AfterRecording.rule(
                    commit,
                    () -> answers(pending, RefusalReply.of(pending.id(), told, call.decisionId())),
                    () -> endUnrecorded(pending, call));
        } catch (JournalException notRecorded) {
            return endUnrecorded(pending, call);
        }
    }

    /** The decision is recorded; whoever drains the journal closes the call as unknown. */
    private static Ruling endUnrecorded(Pending pending, Call call) {
        Refusal refusal =
                Refusal.unavailable("The audit journal cannot record how this call ended");
        return answers(pending, RefusalReply.of(pending.id(), refusal, call.decisionId()));
    }
}
