package io.spillway.harness.doctor;

import io.spillway.harness.doctor.Examinations.Examination;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteFiles;
import io.spillway.harness.runtime.SiteRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

  /** So many of a log's last lines stand in a complaint. */
  private static final int LAST_LINES = 3;

  private final SiteRuntime runtime;
  private final Driver driver;
  private final Optional<DoctorFolder> folder;

  /**
   * Creates one that keeps nothing.
   *
   * @param runtime where the router runs; it stays the caller's to close
   * @param driver the router's, for what it declares
   */
  public Doctor(SiteRuntime runtime, Driver driver) {
    this(runtime, driver, Optional.empty());
  }

  /**
   * Creates one that keeps the files of the sites where it has a complaint.
   *
   * @param runtime where the router runs; it stays the caller's to close
   * @param driver the router's, for what it declares
   * @param folder where they are kept
   */
  public Doctor(SiteRuntime runtime, Driver driver, DoctorFolder folder) {
    this(runtime, driver, Optional.of(folder));
  }

  private Doctor(SiteRuntime runtime, Driver driver, Optional<DoctorFolder> folder) {
    this.runtime = runtime;
    this.driver = driver;
    this.folder = folder;
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
    for (Examination basic : Examinations.basics(driver)) {
      Finding finding = find(basic);
      findings.add(finding);
      onFinding.accept(finding);
      if (!finding.works()) {
        return findings;
      }
    }
    List<Examination> others = new ArrayList<>(Examinations.statements(driver));
    others.addAll(Examinations.features());
    for (Examination other : others) {
      Finding finding = find(other);
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

  /** Looks at one thing, whatever else does not work. */
  Finding find(Examination examination) {
    boolean declared =
        examination.feature().map(feature -> driver.features().contains(feature)).orElse(true);
    Seen seen = see(examination);
    String complaint = seen.complaint();
    boolean works = complaint.isEmpty();
    boolean kept = !works && folder.isPresent();
    String words = kept && declared ? complaint + lastLines(complaint, seen.left()) : complaint;
    Optional<Path> where =
        folder
            .filter(unused -> kept)
            .flatMap(to -> to.keep(examination.title(), words, examination.network(), seen.left()));
    return new Finding(examination.title(), examination.feature(), works, declared, words, where);
  }

  /** What the sites' routers logged last, where the complaint does not say it already. */
  private static String lastLines(String complaint, Map<String, SiteFiles> left) {
    StringBuilder words = new StringBuilder();
    new TreeMap<>(left)
        .forEach(
            (site, files) -> {
              String lines = String.join(" | ", files.lastLines(LAST_LINES));
              if (!complaint.contains(lines)) {
                words.append("; ").append(site).append(" logged last: ").append(lines);
              }
            });
    return words.toString();
  }

  /**
   * What came of one examination.
   *
   * @param complaint what does not work; empty if all is well
   * @param left what its sites left, by their names
   */
  private record Seen(String complaint, Map<String, SiteFiles> left) {}

  /** Examines, and again where this machine stood still. */
  private Seen see(Examination examination) {
    for (int spoilt = 0; ; spoilt++) {
      AtomicReference<Optional<Trouble>> trouble = new AtomicReference<>(Optional.empty());
      Map<String, SiteFiles> left = new LinkedHashMap<>();
      String complaint = complaint(examination, trouble, left);
      Optional<Trouble> first = trouble.get();
      if (first.filter(Trouble::stoodStill).isEmpty() || spoilt == MOST_SPOILT) {
        String words =
            Stream.concat(Stream.of(complaint), first.map(Trouble::description).stream())
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining("; "));
        return new Seen(words, left);
      }
      LOG.warn("{}: looked at again: {}", examination.title(), first.get().description());
    }
  }

  private String complaint(
      Examination examination,
      AtomicReference<Optional<Trouble>> firstTrouble,
      Map<String, SiteFiles> left) {
    try (RunningNetwork network = runtime.start(examination.network(), examination.links())) {
      network.onTrouble(
          (kind, description) ->
              firstTrouble.compareAndSet(
                  Optional.empty(), Optional.of(new Trouble(0, kind, description))));
      try {
        examination.body().accept(new Patient(network));
      } finally {
        // Before the network ends, for what routers log then is not what went wrong.
        folder.ifPresent(unused -> left.putAll(SiteFiles.of(network)));
      }
      return "";
    } catch (RuntimeStartException e) {
      left.putAll(e.left());
      return e.getMessage();
    } catch (Patient.Complaint | FaultException | DriverException e) {
      return e.getMessage();
    }
  }
}
