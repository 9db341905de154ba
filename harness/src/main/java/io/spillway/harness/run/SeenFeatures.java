package io.spillway.harness.run;

import io.spillway.harness.doctor.Doctor;
import io.spillway.harness.doctor.Finding;
import io.spillway.harness.rule.Feature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Looks beside a run whether the router has the features that its driver declares, and none that it
 * does not declare: a rule is not applicable, or is failed, for want of a feature, and a reader
 * wants to know whether the driver is right about it. Decides nothing. Safe for use by several
 * threads.
 */
final class SeenFeatures {

  /** What it was doing is taken down with the runtime if it does not come to an end by then. */
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final List<Finding> findings = new ArrayList<>();
  private final Optional<Thread> looking;

  private SeenFeatures(Optional<Doctor> doctor, Collection<Feature> asked) {
    this.looking = doctor.map(one -> new Thread(() -> look(one, asked), "spillway-features"));
    looking.ifPresent(
        thread -> {
          thread.setDaemon(true);
          thread.start();
        });
  }

  /**
   * Begins to look.
   *
   * @param doctor looks; empty if nobody does
   * @param asked the features that rules of the run need
   */
  static SeenFeatures begin(Optional<Doctor> doctor, Collection<Feature> asked) {
    return new SeenFeatures(doctor, EnumSet.copyOf(asked));
  }

  private void look(Doctor doctor, Collection<Feature> asked) {
    for (Feature feature : asked) {
      Finding finding = doctor.look(feature);
      if (Thread.currentThread().isInterrupted()) {
        return; // what was found may be the interruption
      }
      synchronized (this) {
        findings.add(finding);
      }
    }
  }

  /**
   * Waits until everything was looked at.
   *
   * @param told is told of each feature with which the driver is not right
   */
  void await(Consumer<Finding> told) {
    looking.ifPresent(thread -> join(thread, Duration.ZERO));
    synchronized (this) {
      findings.stream().filter(finding -> !finding.isWell()).forEach(told);
    }
  }

  /** Stops looking. */
  void stop() {
    looking.ifPresent(
        thread -> {
          thread.interrupt();
          join(thread, END_LIMIT);
        });
  }

  private static void join(Thread thread, Duration limit) {
    try {
      thread.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@return what was seen, in words; empty if nobody looked} */
  synchronized Optional<String> words() {
    if (findings.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    findings.stream()
        .filter(finding -> !finding.isWell())
        .map(Finding::sentence)
        .forEach(parts::add);
    addAll(parts, "work as declared", true);
    addAll(parts, "are not declared and do not work", false);
    return Optional.of(String.join("; ", parts));
  }

  private void addAll(List<String> parts, String words, boolean works) {
    String titles =
        findings.stream()
            .filter(finding -> finding.isWell() && finding.works() == works)
            .map(Finding::title)
            .collect(Collectors.joining(", "));
    if (!titles.isEmpty()) {
      parts.add(words + ": " + titles);
    }
  }
}
