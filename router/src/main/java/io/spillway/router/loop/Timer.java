package io.spillway.router.loop;

/** Something that a loop does later, once. Used on the thread of that loop only. */
public final class Timer implements Comparable<Timer> {

  private final EventLoop loop;
  private final long deadlineNanos;
  private final long number;
  private final Runnable action;

  Timer(EventLoop loop, long deadlineNanos, long number, Runnable action) {
    this.loop = loop;
    this.deadlineNanos = deadlineNanos;
    this.number = number;
    this.action = action;
  }

  /** Calls it off. Does nothing if it has run. */
  public void cancel() {
    loop.cancel(this);
  }

  long nanosUntilDue(long nowNanos) {
    return deadlineNanos - nowNanos;
  }

  void run() {
    action.run();
  }

  /** Orders by deadline, then by age; differences, as the clock may wrap. */
  @Override
  public int compareTo(Timer other) {
    int byDeadline = Long.signum(deadlineNanos - other.deadlineNanos);
    return byDeadline != 0 ? byDeadline : Long.compare(number, other.number);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }
}
