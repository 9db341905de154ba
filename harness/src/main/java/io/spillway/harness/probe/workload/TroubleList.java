package io.spillway.harness.probe.workload;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps the trouble of workloads until somebody asks for it: the last {@value #MOST}. Safe for use
 * by several threads.
 */
final class TroubleList implements TroubleListener {

  private static final int MOST = 100;

  private final Deque<String> lines = new ArrayDeque<>();

  @Override
  public synchronized void onTrouble(String kind, String description) {
    if (lines.size() == MOST) {
      lines.removeFirst();
    }
    lines.addLast(kind + " " + description.replaceAll("[^ -~]", "?") + "\n");
  }

  /** {@return a line for each that was not taken yet: its kind, a space, what was seen} */
  synchronized String take() {
    String all = String.join("", lines);
    lines.clear();
    return all;
  }
}
