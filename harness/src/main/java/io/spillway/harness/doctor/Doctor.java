package io.spillway.harness.doctor;

import io.spillway.harness.doctor.Examinations.Examination;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks through what a router must do and may be able to do, and tells what it does not answer yet.
 * A single try of each on an idle machine: a conformance run is what decides.
 */
public final class Doctor {

  private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

  /** A machine that stands still oftener than that in a row has too much else to do. */
  private static final int MOST_SPOILT = 3;

  private final SiteRuntime runtime;
  private final Driver driver;

  /**
   * Creates one.
   *
   * @param runtime where the router runs; it stays the caller's to close
   * @param driver the router's, for what it declares
   */
  public Doctor(SiteRuntime runtime, Driver driver) {
    this.runtime = runtime;
    this.driver = driver;
  }

  /**
   * Examines. Stops after the first thing that every router must do and that this one does not, for
   * the rest is built on it.
   *
   * @param onFinding gets each finding as soon as it is known
   * @return all findings
   */
  public List<Finding> examine(Consumer<Finding> onFinding) {
    List<Finding> findings = new ArrayList<>();
    for (Examination basic : Examinations.basics()) {
      Finding finding = find(basic);
      findings.add(finding);
      onFinding.accept(finding);
      if (!finding.works()) {
        return findings;
      }
    }
    for (Examination feature : Examinations.features()) {
      Finding finding = find(feature);
      findings.add(finding);
      onFinding.accept(finding);
    }
    return findings;
  }

  /**
   * Looks at one feature, whatever else does not work.
   *
   * @return what was found
   */
  public Finding look(Feature feature) {
    return Examinations.features().stream()
        .filter(examination -> examination.feature().equals(Optional.of(feature)))
        .findFirst()
        .map(this::find)
        .orElseThrow(() -> new IllegalArgumentException("nobody looks at " + feature.word()));
  }

  private Finding find(Examination examination) {
    boolean declared =
        examination.feature().map(feature -> driver.features().contains(feature)).orElse(true);
    String complaint = complaint(examination);
    return new Finding(
        examination.title(), examination.feature(), complaint.isEmpty(), declared, complaint);
  }

  /** What does not work; empty if all is well. Looks again where this machine stood still. */
  private String complaint(Examination examination) {
    for (int spoilt = 0; ; spoilt++) {
      AtomicReference<Optional<Trouble>> trouble = new AtomicReference<>(Optional.empty());
      String complaint = complaint(examination, trouble);
      Optional<Trouble> first = trouble.get();
      if (first.filter(Trouble::stoodStill).isEmpty() || spoilt == MOST_SPOILT) {
        return Stream.concat(Stream.of(complaint), first.map(Trouble::description).stream())
            .filter(words -> !words.isEmpty())
            .collect(Collectors.joining("; "));
      }
      LOG.warn("{}: looked at again: {}", examination.title(), first.get().description());
    }
  }

  private String complaint(
      Examination examination, AtomicReference<Optional<Trouble>> firstTrouble) {
    try (RunningNetwork network = runtime.start(examination.network(), LinkPath.SHORTEST)) {
      network.onTrouble(
          (kind, description) ->
              firstTrouble.compareAndSet(
                  Optional.empty(), Optional.of(new Trouble(0, kind, description))));
      examination.body().accept(new Patient(network));
      return "";
    } catch (Patient.Complaint | RuntimeStartException | FaultException | DriverException e) {
      return e.getMessage();
    }
  }
}
