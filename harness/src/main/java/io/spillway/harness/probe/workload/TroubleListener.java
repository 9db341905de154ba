package io.spillway.harness.probe.workload;

/**
 * Told of what keeps stand-in workloads from serving as they should: the harness's own trouble,
 * never the router's. Called by their thread, which it must not hold up.
 */
public interface TroubleListener {

  /** Takes no note. */
  TroubleListener NONE = (kind, description) -> {};

  /**
   * Takes note of trouble, noticed now.
   *
   * @param kind one of the words that {@link io.spillway.harness.history.Trouble} lists
   * @param description what was seen, with the figures, and what to do about it
   */
  void onTrouble(String kind, String description);
}
