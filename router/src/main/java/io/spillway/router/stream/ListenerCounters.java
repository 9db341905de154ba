package io.spillway.router.stream;

import io.spillway.router.route.Destination;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What became of the clients of one listener. Safe for use by several threads, without a lock. */
public final class ListenerCounters {

  /**
   * The most pairs of key and destination that are told apart; what other sites advertise decides
   * how many there are. All beyond are counted together, under {@link #OTHERS}.
   */
  private static final int MAX_TARGETS = 4096;

  /** Stands for all destinations beyond the bound. */
  private static final TargetCounters.Target OTHERS =
      new TargetCounters.Target("others", new Destination("others", "others"));

  private final String listener;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder overBound = new LongAdder();
  private final LongAdder unserved = new LongAdder();
  private final LongAdder left = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder failovers = new LongAdder();
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<TargetCounters.Target, TargetCounters> targets =
      new ConcurrentHashMap<>();

  ListenerCounters(String listener) {
    this.listener = listener;
  }

  /** {@return the listener's name} */
  public String listener() {
    return listener;
  }

  /** {@return clients accepted, those over the bound included} */
  public long accepted() {
    return accepted.sum();
  }

  /** {@return clients reset at once because too many were there already} */
  public long overBound() {
    return overBound.sum();
  }

  /** {@return clients for whom no destination was left (rules M11, F8)} */
  public long unserved() {
    return unserved.sum();
  }

  /** {@return clients that were gone before they had a destination} */
  public long left() {
    return left.sum();
  }

  /** {@return tries beyond a client's first (rule F9)} */
  public long retries() {
    return retries.sum();
  }

  /** {@return clients served by another destination than the one that was tried first (rule F9)} */
  public long failovers() {
    return failovers.sum();
  }

  /** {@return clients that are here now, with or without a destination} */
  public int open() {
    return open.get();
  }

  /** {@return what became of those that were served, by routing key and destination} */
  public List<TargetCounters> targets() {
    return List.copyOf(targets.values());
  }

  /**
   * Counts a client that has come.
   *
   * @param bound how many may be here at once, at least 1
   * @return whether it may stay; one that may not is not here any more
   */
  public boolean enter(int bound) {
    accepted.increment();
    if (open.incrementAndGet() <= bound) {
      return true;
    }
    open.decrementAndGet();
    overBound.increment();
    return false;
  }

  TargetCounters target(String key, Destination destination) {
    TargetCounters.Target target = new TargetCounters.Target(key, destination);
    TargetCounters known = targets.get(target);
    if (known != null) {
      return known;
    }
    return targets.computeIfAbsent(
        targets.size() < MAX_TARGETS ? target : OTHERS, TargetCounters::new);
  }

  void triedAgain() {
    retries.increment();
  }

  void failedOver() {
    failovers.increment();
  }

  void unservedGone() {
    unserved.increment();
    open.decrementAndGet();
  }

  void leftGone() {
    left.increment();
    open.decrementAndGet();
  }

  void servedGone() {
    open.decrementAndGet();
  }
}
