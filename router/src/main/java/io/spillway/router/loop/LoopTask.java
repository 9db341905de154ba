package io.spillway.router.loop;

/**
 * Work that is done in turns, by whichever thread steps it: {@link EventLoopThread} in production,
 * the test's own thread in tests.
 */
public interface LoopTask {

  /**
   * Does one bounded turn.
   *
   * @return how many things were done; 0 if there was nothing to do
   */
  int doWork();

  /** Releases everything. Called once, by the thread that stepped the task, after the last turn. */
  void onClose();
}
