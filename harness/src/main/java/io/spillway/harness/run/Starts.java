package io.spillway.harness.run;

import io.spillway.harness.history.Trouble;
import java.util.Optional;

/**
 * How the networks of a run start. A router that never gets ready costs each scenario its whole
 * patience and shows nothing new, so after some networks in a row, in the order in which they
 * ended, that the router or its driver kept from starting, the run had better end. One that starts
 * begins the row anew, and so does trouble that is the harness's own. Safe for use by several
 * threads.
 */
final class Starts {

  /**
   * A router that starts at all has started until then, also on a machine that is slow at first.
   */
  static final int MOST_IN_VAIN = 3;

  private int inVain;
  private Optional<String> hopeless = Optional.empty();

  /** A network has started, or one that had started has ended. */
  synchronized void succeeded() {
    inVain = 0;
  }

  /** A network did not start, for this reason. */
  synchronized void failed(RuntimeException why) {
    inVain = Judgement.kind(why).equals(Trouble.DRIVER) ? inVain + 1 : 0;
    if (inVain == MOST_IN_VAIN && hopeless.isEmpty()) {
      hopeless =
          Optional.of(
              "the run ended early, for %d networks in a row did not start, the last one so: %s; see what `spillway doctor` says of this router"
                  .formatted(
                      MOST_IN_VAIN, why.getMessage().lines().findFirst().orElse("no reason")));
    }
  }

  /** {@return why the run ends early, and what to do; empty as long as networks may start} */
  synchronized Optional<String> hopeless() {
    return hopeless;
  }
}
