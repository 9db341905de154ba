package io.spillway.router.health;

import io.spillway.router.loop.EventLoop;
import io.spillway.router.relay.NoSocketException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.function.Consumer;

/** A way to find out whether a workload can serve. Equal ones ask the same of the same workload. */
public interface Probe {

  /** What one check found. */
  enum Verdict {
    /** The workload can serve. */
    READY,
    /** It may be able to: an answer was late or wrong, as happens to healthy workloads. */
    DOUBTFUL,
    /** It cannot: its port refuses. */
    DOWN,
    /** Nothing is known: this router could not ask, as when it has no descriptor left. */
    UNASKED;

    /** {@return what follows from a connect that failed} */
    static Verdict of(IOException cause) {
      if (cause instanceof NoSocketException) {
        return UNASKED;
      }
      return cause instanceof ConnectException ? DOWN : DOUBTFUL;
    }
  }

  /**
   * What one check found.
   *
   * @param verdict what follows
   * @param reason what was seen, for people
   */
  record Result(Verdict verdict, String reason) {}

  /**
   * Checks once, without waiting. Called by the loop's thread.
   *
   * @param loop the loop
   * @param limitNanos how long it may take; what has not passed by then is doubtful
   * @param told told once on the loop, now or later, but no later than the limit
   */
  void begin(EventLoop loop, long limitNanos, Consumer<Result> told);

  /** {@return whether a client's connect to the workload proves all that this probe would} */
  boolean isProvenByConnect();

  /**
   * {@return a probe that passes if both do, asked one after the other within one limit}
   *
   * @param second asked if this one passes
   */
  default Probe then(Probe second) {
    return new ProbesInTurn(this, second);
  }
}
