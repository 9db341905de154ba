package io.spillway.router.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Measures one subject, one thing at a time, while nobody else is under load. */
final class Meter {

  private static final Duration IDLE_LIMIT = Duration.ofSeconds(20);
  private static final Duration SLICE = Duration.ofMillis(20);
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration STALL_LIMIT = Duration.ofSeconds(30);
  private static final int LONGEST_WARM_UP = 9;
  private static final int FIRST_HELD = 50;

  private final Plan plan;
  private final WorkloadServer workload;

  Meter(Plan plan, WorkloadServer workload) {
    this.plan = plan;
    this.workload = workload;
  }

  /** One thing to measure. */
  @FunctionalInterface
  interface Step {
    Map<Measure, Double> measure(Running subject) throws IOException;
  }

  /** {@return everything, in order; memory before load, so that no pool is filled already} */
  List<Step> steps() {
    return List.of(
        this::memory,
        this::warmUp,
        this::connections,
        this::oneStream,
        this::manyStreams,
        this::latency);
  }

  /** {@return what a step gives, when the workload has seen the end of its last connection} */
  Map<Measure, Double> run(Step step, Running subject) throws IOException {
    try {
      return step.measure(subject);
    } finally {
      awaitIdle();
    }
  }

  /** What was done in a window, in how many seconds, for how many seconds of processor time. */
  private record Done(double count, double seconds, double cpuSeconds) {
    double perSecond() {
      return count / seconds;
    }
  }

  /** Opens load. */
  @FunctionalInterface
  private interface Opening {
    Counting open() throws IOException;
  }

  private static Done window(Opening opening, Running subject, Duration settle, Duration time)
      throws IOException {
    try (Counting load = opening.open()) {
      watch(load, settle, 1);
      double cpuBefore = subject.cpuSeconds();
      long countBefore = load.count();
      long begin = System.nanoTime();
      watch(load, time, countBefore + 1);
      long count = load.count() - countBefore;
      double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
      return new Done(count, seconds, subject.cpuSeconds() - cpuBefore);
    }
  }

  /** Lets load run for a time, and on until it has counted as far as that. */
  private static void watch(Counting load, Duration time, long count) {
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    while (System.nanoTime() < end || load.count() < count) {
      if (System.nanoTime() > end + STALL_LIMIT.toNanos()) {
        throw new BenchException(
            "only %d instead of %d came through in %d s"
                .formatted(load.count(), count, time.plus(STALL_LIMIT).toSeconds()));
      }
      long left = Math.max(SHORTEST.toNanos(), end - System.nanoTime());
      Pause.of(Duration.ofNanos(Math.min(left, SLICE.toNanos())));
    }
  }

  private Map<Measure, Double> warmUp(Running subject) throws IOException {
    Duration third = plan.warmUp().dividedBy(3);
    try (Counting load = connectionLoad(subject)) {
      // By number, because a compiler counts, and no busy neighbour should make it count less.
      watch(load, plan.warmUp(), 1);
      for (int i = 0; i < LONGEST_WARM_UP && load.count() < plan.warmUpConnections(); i++) {
        Pause.of(plan.warmUp());
      }
    }
    window(() -> new TransferLoad(subject.address(), 1), subject, plan.settle(), third);
    window(() -> new TransferLoad(subject.address(), Plan.STREAMS), subject, plan.settle(), third);
    echo(subject, third);
    return Map.of();
  }

  private ConnectionLoad connectionLoad(Running subject) throws IOException {
    return new ConnectionLoad(subject.address(), plan.clients());
  }

  private Map<Measure, Double> connections(Running subject) throws IOException {
    Done done = window(() -> connectionLoad(subject), subject, plan.settle(), plan.window());
    Map<Measure, Double> figures = new EnumMap<>(Measure.class);
    figures.put(Measure.CONNECTIONS, done.perSecond());
    if (subject.hasProcesses()) {
      figures.put(Measure.CONNECTION_CPU, 1e6 * done.cpuSeconds() / done.count());
      figures.put(Measure.CONNECTION_BUSY, 100 * done.cpuSeconds() / done.seconds());
    }
    return figures;
  }

  private Map<Measure, Double> oneStream(Running subject) throws IOException {
    return Map.of(Measure.BYTES_1, transfer(subject, 1).perSecond() / 1e6);
  }

  private Map<Measure, Double> manyStreams(Running subject) throws IOException {
    Done done = transfer(subject, Plan.STREAMS);
    Map<Measure, Double> figures = new EnumMap<>(Measure.class);
    figures.put(Measure.BYTES_16, done.perSecond() / 1e6);
    if (subject.hasProcesses()) {
      figures.put(Measure.CPU_PER_GB, done.cpuSeconds() / (done.count() / 1e9));
    }
    return figures;
  }

  private Done transfer(Running subject, int streams) throws IOException {
    return window(
        () -> new TransferLoad(subject.address(), streams), subject, plan.settle(), plan.window());
  }

  private Map<Measure, Double> latency(Running subject) throws IOException {
    Histogram histogram = echo(subject, plan.window());
    return Map.of(
        Measure.P50, histogram.getValueAtPercentile(50) / 1e3,
        Measure.P99, histogram.getValueAtPercentile(99) / 1e3,
        Measure.P999, histogram.getValueAtPercentile(99.9) / 1e3);
  }

  private Histogram echo(Running subject, Duration time) throws IOException {
    try (EchoLoad load = new EchoLoad(subject.address())) {
      return load.run(Plan.ECHO_CONNECTIONS, plan.echoPerSecond(), plan.settle(), time);
    }
  }

  private Map<Measure, Double> memory(Running subject) throws IOException {
    if (!subject.hasProcesses()) {
      return Map.of();
    }
    HeldConnections.open(subject.address(), Math.min(FIRST_HELD, plan.held())).close();
    awaitIdle();
    // The heap first: that collects garbage. Twice, because the first one also frees what the start
    // of the program has left.
    subject.liveHeapBytes();
    double heapBefore = subject.liveHeapBytes();
    double before = subject.residentBytes();
    try (HeldConnections held = HeldConnections.open(subject.address(), plan.held())) {
      double heap = subject.liveHeapBytes();
      double resident = subject.residentBytes();
      Map<Measure, Double> figures = new EnumMap<>(Measure.class);
      figures.put(Measure.MEMORY, (resident - before) / 1e3 / plan.held());
      figures.put(Measure.RESIDENT, resident / 1e6);
      if (heap > 0) {
        figures.put(Measure.HEAP, (heap - heapBefore) / 1e3 / plan.held());
      }
      return figures;
    }
  }

  private void awaitIdle() {
    long limit = System.nanoTime() + IDLE_LIMIT.toNanos();
    while (workload.open() > 0) {
      workload.check();
      if (System.nanoTime() > limit) {
        throw new BenchException(
            workload.open() + " connections stay open at the workload after all clients left");
      }
      Pause.of(SLICE);
    }
  }
}
