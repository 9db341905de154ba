package io.spillway.router.link;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The reverse connections that the acceptor of a link has asked one loop for, and that are not
 * dialled yet, as there is no room for more of them or the last one failed. Owned by the loop's
 * thread.
 *
 * <p>Bounded, in number and in time: the acceptor asks again for what has not come.
 */
final class OwedDials {

  private final int most;
  private final long expiryNanos;
  private final ArrayDeque<Owed> owed = new ArrayDeque<>();
  private int count;

  /**
   * One or more connections.
   *
   * @param lane for which of the acceptor's loops
   * @param connections how many
   * @param sinceNanos since when they are owed
   */
  record Owed(int lane, int connections, long sinceNanos) {}

  /**
   * Owes nothing yet.
   *
   * @param most how many connections may be owed; what is asked for beyond is forgotten
   * @param expiryNanos after this time the acceptor asks again, so that it is owed no more
   */
  OwedDials(int most, long expiryNanos) {
    this.most = most;
    this.expiryNanos = expiryNanos;
  }

  /** {@return how many connections are owed} */
  int count() {
    return count;
  }

  /** Owes more, after the others. */
  void add(Message.More more, long nowNanos) {
    forgetOld(nowNanos);
    int added = Math.min(more.count(), most - count);
    if (added > 0) {
      owed.addLast(new Owed(more.lane(), added, nowNanos));
      count += added;
    }
  }

  /** Owes one anew that could not be dialled, before the others. */
  void again(Owed one) {
    if (count < most) {
      owed.addFirst(one);
      count++;
    }
  }

  /** {@return the one that is to be dialled next, which is owed no more} */
  Optional<Owed> next(long nowNanos) {
    forgetOld(nowNanos);
    Owed first = owed.pollFirst();
    if (first == null) {
      return Optional.empty();
    }
    count--;
    if (first.connections() > 1) {
      owed.addFirst(new Owed(first.lane(), first.connections() - 1, first.sinceNanos()));
    }
    return Optional.of(new Owed(first.lane(), 1, first.sinceNanos()));
  }

  private void forgetOld(long nowNanos) {
    while (!owed.isEmpty() && nowNanos - owed.getFirst().sinceNanos() >= expiryNanos) {
      count -= owed.removeFirst().connections();
    }
  }
}
