/**
 * Scenarios: one YAML file for one behaviour of the gateway, played over every transport.
 *
 * <pre>
 * given:
 *   policy: |            # rules of a policy file, without its metadata
 *   upstream:            # what the server says upon each message it gets, in order
 *     - ['...']
 * when:                  # what the client sends, one message after the other
 *   - '...'
 *   - {message: '...', headers: {Mcp-Name: '...'}}  # of the stateless era, unlike the message
 * then:
 *   client:              # what the client gets upon each of its messages
 *     - ['...']
 *   http: {2: '...'}     # what HTTP answers to a message upon which other transports say nothing
 *   upstream: ['...']    # what the server got
 *   audit:               # one row for each call; members that are left out may be anything
 *     - {tool: ..., status: ..., rule: ..., reason: ..., arguments: ..., result: ..., request: ...}
 * </pre>
 *
 * <p>Messages are compared byte for byte, but for {@code <any>}, which stands for any text without
 * quotes: decision ids and waiting times. A message goes out once the client got everything that
 * the messages before it bring.
 *
 * <p>A POST has an answer, whatever is in it: where the gateway has nothing to say, that is an
 * empty one of status 202 or a stream without messages. What it is where it has to be a body stands
 * in {@code http}, and nothing else may stand there.
 *
 * <p>A file lies at {@code <method>/<era>/<behaviour>.yaml}, with dashes for slashes in the method.
 * Those of {@code handshake} are written in the words of that era, and are played in the stateless
 * era and across both, too: what becomes of the words there stands in {@code Eras}, and which
 * scenarios mean nothing there in {@code whyNot} of the transport, with the reasons. Those of
 * {@code stateless} are about what only that era has.
 */
@NullMarked
package io.agentgate.testkit.scenario;

import org.jspecify.annotations.NullMarked;
