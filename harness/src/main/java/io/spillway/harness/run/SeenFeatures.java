package io.spillway.harness.run;

import io.spillway.harness.doctor.Doctor;
import io.spillway.harness.doctor.Finding;
import io.spillway.harness.report.FeatureWords;
import io.spillway.harness.rule.Feature;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a router was seen to have the features that its driver declares, and none that it does
 * not declare: a rule is not applicable, or is failed, for want of a feature, and a reader wants to
 * know whether the driver is right about it. Decides nothing. Immutable.
 */
final class SeenFeatures {

  private static final Logger LOG = LoggerFactory.getLogger(SeenFeatures.class);

  /** How many are looked at at a time: they wait for most of it. */
  private static final int PARALLEL = 4;

  private final List<Finding> findings;

  private SeenFeatures(List<Finding> findings) {
    this.findings = List.copyOf(findings);
  }

  /** {@return what is known when nobody has looked} */
  static SeenFeatures none() {
    return new SeenFeatures(List.of());
  }

  /**
   * Looks at features, each on a network of its own.
   *
   * @param asked those that rules of the run need
   * @throws InterruptedException if the run is being ended
   */
  static SeenFeatures look(Doctor doctor, Collection<Feature> asked) throws InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            PARALLEL,
            work -> {
              Thread thread = new Thread(work, "spillway-features");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Map<Feature, Future<Finding>> looks = new LinkedHashMap<>();
      asked.forEach(feature -> looks.put(feature, threads.submit(() -> doctor.look(feature))));
      List<Finding> findings = new ArrayList<>();
      for (Map.Entry<Feature, Future<Finding>> look : looks.entrySet()) {
        findings.add(found(look.getKey(), look.getValue()));
      }
      return new SeenFeatures(findings);
    } finally {
      threads.shutdownNow();
    }
  }

  /** A report is written whatever becomes of the look. */
  private static Finding found(Feature feature, Future<Finding> look) throws InterruptedException {
    try {
      return look.get();
    } catch (ExecutionException e) {
      LOG.warn("feature {} could not be looked at", feature.word(), e);
      String words = "it could not be looked at: " + e.getCause();
      return new Finding(
          feature.word(), Optional.of(feature), false, true, words, Optional.empty());
    }
  }

  /** {@return those with which the driver is not right} */
  List<Finding> odd() {
    return findings.stream().filter(finding -> !finding.isWell()).toList();
  }

  /** {@return what was seen, in words; empty if nobody looked} */
  Optional<String> words() {
    if (findings.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    odd().forEach(finding -> parts.add(finding.sentence()));
    addAll(parts, FeatureWords.WORK, true);
    addAll(parts, FeatureWords.DO_NOT_WORK, false);
    return Optional.of(String.join(FeatureWords.BETWEEN, parts));
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
