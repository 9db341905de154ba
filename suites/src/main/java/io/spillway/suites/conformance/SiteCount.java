package io.spillway.suites.conformance;

import io.spillway.harness.history.Attempt;
import java.util.function.Consumer;

/** Counts the attempts that a site served. Safe for use by several threads. */
final class SiteCount implements Consumer<Attempt> {

  private final String site;
  private int count;

  /** Creates a count of attempts served at this site. */
  SiteCount(String site) {
    this.site = site;
  }

  @Override
  public synchronized void accept(Attempt attempt) {
    if (attempt.servedBy().filter(served -> served.site().equals(site)).isPresent()) {
      count++;
    }
  }

  /** Forgets what was counted, so that only later attempts count. */
  synchronized void restart() {
    count = 0;
  }

  /** {@return how many there were} */
  synchronized int count() {
    return count;
  }
}
