package io.spillway.router.stream;

import io.spillway.router.relay.Relay;
import java.util.concurrent.atomic.AtomicLong;

/** What became of streams. Safe for use by several threads. */
public final class StreamCounters {

  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong unserved = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private final AtomicLong closed = new AtomicLong();
  private final AtomicLong reset = new AtomicLong();
  private final AtomicLong relaying = new AtomicLong();

  /** {@return clients accepted} */
  public long accepted() {
    return accepted.get();
  }

  /** {@return clients for whom no destination was left} */
  public long unserved() {
    return unserved.get();
  }

  /** {@return tries beyond a client's first} */
  public long retries() {
    return retries.get();
  }

  /** {@return streams that ended well, of clients, workloads and other sites} */
  public long closed() {
    return closed.get();
  }

  /** {@return streams that were reset or broke} */
  public long reset() {
    return reset.get();
  }

  /** {@return streams that are relayed now} */
  public long relaying() {
    return relaying.get();
  }

  void clientAccepted() {
    accepted.incrementAndGet();
  }

  void clientUnserved() {
    unserved.incrementAndGet();
  }

  void triedAgain() {
    retries.incrementAndGet();
  }

  void relayStarted() {
    relaying.incrementAndGet();
  }

  void relayEnded(Relay.End how) {
    relaying.decrementAndGet();
    (how == Relay.End.CLOSED ? closed : reset).incrementAndGet();
  }
}
