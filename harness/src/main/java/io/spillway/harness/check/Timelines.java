package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * Collects what a {@link Drawing.Timeline} shows. Attempts stand where they were due; what was due
 * outside is drawn at the nearer end.
 */
final class Timelines {

  private static final int SLICES = 120;
  private static final double NANOS_PER_SECOND = 1e9;

  private final long startNanos;
  private final long endNanos;
  private final List<Attempt> attempts;
  private final List<Drawing.Lane> lanes = new ArrayList<>();
  private final List<Drawing.Band> bands = new ArrayList<>();

  Timelines(long startNanos, long endNanos, List<Attempt> attempts) {
    this.startNanos = startNanos;
    this.endNanos = endNanos;
    this.attempts = attempts;
  }

  /** A lane with the attempts that match. */
  void lane(String label, boolean bad, Predicate<Attempt> member) {
    int[] counts = new int[SLICES];
    for (Attempt attempt : attempts) {
      if (member.test(attempt)) {
        counts[slice(attempt.dueNanos())]++;
      }
    }
    List<Integer> list = new ArrayList<>();
    for (int count : counts) {
      list.add(count);
    }
    lanes.add(new Drawing.Lane(label, bad, list));
  }

  /** A shaded stretch for a fault, to its end or the timeline's. */
  void band(FaultEvent fault) {
    band(
        fault.target() + " " + fault.kind(),
        fault.injectedNanos(),
        fault.healedNanos().orElse(endNanos),
        true);
  }

  /** A shaded stretch. */
  void band(String label, long fromNanos, long toNanos, boolean fault) {
    bands.add(new Drawing.Band(label, seconds(fromNanos), seconds(toNanos), fault));
  }

  /** {@return the drawing} */
  Drawing.Timeline drawing(String title, OptionalDouble limitSeconds) {
    return new Drawing.Timeline(title, seconds(endNanos), lanes, bands, limitSeconds);
  }

  private int slice(long nanos) {
    double part = (double) (nanos - startNanos) / Math.max(1, endNanos - startNanos);
    return (int) Math.max(0, Math.min(SLICES - 1.0, Math.floor(part * SLICES)));
  }

  private double seconds(long nanos) {
    return (Math.max(startNanos, Math.min(endNanos, nanos)) - startNanos) / NANOS_PER_SECOND;
  }
}
