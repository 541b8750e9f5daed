/**
 * Sessions of clients that more than one process may serve: what the processes tell each other.
 *
 * <p>A session belongs to no process. Whichever one a client's next message reaches {@linkplain
 * io.agentgate.gateway.session.SessionDirectory#find looks it up} and goes on with the server's
 * session behind it. What lives in the memory of one process only, such as a call in flight, is
 * reached by {@linkplain io.agentgate.gateway.session.Replicas#offer offering} the message to the
 * others.
 *
 * <p>Guarantees of both ports:
 *
 * <ol>
 *   <li>Nothing blocks and nothing throws because of the outside: who can't answer fails the stage.
 *   <li>A failed stage means "not known", never "no": nobody takes an outage for the end of a
 *       session.
 *   <li>Every stage completes within a few seconds, and no queue behind one is without a bound.
 * </ol>
 *
 * <p>Stages complete on a thread of the adapter's, and listeners are called there: neither may
 * wait.
 */
@NullMarked
package io.agentgate.gateway.session;

import org.jspecify.annotations.NullMarked;
