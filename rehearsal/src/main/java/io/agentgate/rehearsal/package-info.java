/**
 * What can be asked of the text of a policy before it is used.
 *
 * <p>Answers are those of {@code agentgate policy} in JSON, whoever asks: the command, a dashboard
 * of one home or the service behind the dashboard of a cluster.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Texts are read as a gateway reads them, and calls are judged by the guards of a gateway
 *       without a server behind: what is said is what would happen.
 *   <li>Nothing changes by asking, and nothing is sent anywhere.
 *   <li>{@link io.agentgate.rehearsal.TextRehearsal} opens no file, whatever a text says it
 *       includes.
 *   <li>What is held of recorded calls is bounded, however many there are.
 * </ol>
 */
@NullMarked
package io.agentgate.rehearsal;

import org.jspecify.annotations.NullMarked;
