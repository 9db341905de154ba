package io.spillway.harness.probe;

import io.spillway.harness.history.Attempt;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * How long attempts took, from when they were due until their workload was identified. A quantile
 * is given only where enough attempts stand behind it. All times are nanoseconds, at most 0.1 %
 * above what was measured (HdrHistogram with three digits); {@code maxNanos} is exact.
 *
 * @param n how many attempts were identified; the others have no latency and do not count
 * @param p50Nanos half of them took at most this long
 * @param p99Nanos 99 % of them took at most this long; absent below 100 attempts
 * @param p999Nanos 99.9 % of them took at most this long; absent below 1,000 attempts
 * @param maxNanos the longest
 */
public record LatencySummary(
    long n, long p50Nanos, OptionalLong p99Nanos, OptionalLong p999Nanos, long maxNanos) {

  private static final int DIGITS = 3;

  /** {@return the summary of these attempts; empty if none of them was identified} */
  public static Optional<LatencySummary> of(Collection<Attempt> attempts) {
    Histogram histogram = new Histogram(DIGITS);
    long max = 0;
    for (Attempt attempt : attempts) {
      if (attempt.identifiedNanos().isPresent()) {
        long nanos = attempt.identifiedNanos().getAsLong() - attempt.dueNanos();
        histogram.recordValue(nanos);
        max = Math.max(max, nanos);
      }
    }
    long n = histogram.getTotalCount();
    return n == 0
        ? Optional.empty()
        : Optional.of(
            new LatencySummary(
                n,
                quantile(histogram, 50, max),
                n < 100 ? OptionalLong.empty() : OptionalLong.of(quantile(histogram, 99, max)),
                n < 1_000 ? OptionalLong.empty() : OptionalLong.of(quantile(histogram, 99.9, max)),
                max));
  }

  /** A bucket's upper end may lie above the longest time in it. */
  private static long quantile(Histogram histogram, double percentile, long max) {
    return Math.min(histogram.getValueAtPercentile(percentile), max);
  }
}
