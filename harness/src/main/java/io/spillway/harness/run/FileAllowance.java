package io.spillway.harness.run;

import io.spillway.harness.probe.Watchdog;
import java.util.concurrent.Semaphore;

/**
 * The files that this process may open, divided over the scenarios that play side by side in it: of
 * those that hold many connections at once only so many play at a time as there are files for. One
 * that needs more than there are plays alone. Safe for use by several threads.
 */
public final class FileAllowance {

  /** What client, router and workload open for a connection whose workload is at its own site. */
  private static final int FILES_PER_CONNECTION = 4;

  /** What the routers at both ends of a link open for a connection. */
  private static final int FILES_PER_LINK = 2;

  /** What a link's proxy opens for a connection. */
  private static final int FILES_PER_PROXY = 2;

  /** What is left to everything else, as a part of all. */
  private static final double SPARE = 0.2;

  private final Semaphore files;
  private final int all;

  /**
   * Creates one.
   *
   * @param limit how many files the process may have open, at least 1
   */
  public FileAllowance(long limit) {
    all = (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit * (1 - SPARE)));
    files = new Semaphore(all, true); // fair, or those that need many would wait to the end
  }

  /** {@return one for the limit of this process} */
  public static FileAllowance ofThisProcess() {
    return new FileAllowance(Watchdog.fileLimit());
  }

  /**
   * Waits until there are enough files for a scenario, and takes them.
   *
   * @param scenario what is to be played
   * @return gives them back when it is closed
   * @throws InterruptedException if the run is being ended
   */
  public Share take(Scenario scenario) throws InterruptedException {
    int link = FILES_PER_LINK + (scenario.failsLinks() ? FILES_PER_PROXY : 0);
    int each = FILES_PER_CONNECTION + scenario.linksCrossed() * link;
    long connections = Math.max(Scenario.USUAL_CONNECTIONS, scenario.connectionsAtOnce());
    int needed = (int) Math.min(all, connections * each);
    files.acquire(needed);
    return () -> files.release(needed);
  }

  /** The files of one scenario. Close it once. */
  public interface Share extends AutoCloseable {

    @Override
    void close();
  }
}
