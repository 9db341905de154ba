package io.spillway.suites.conformance;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A play on backends of which some are ready and some are not. A backend is a workload of the name
 * of its routing key. Used by one thread.
 */
final class ReadinessCourse {

  private static final int CLIENT_COUNT = 8;

  private final Stage stage;
  private final Map<String, String> siteOfBackend;
  private final Course course;
  private final Map<String, Stage.WorkloadFault> withdrawn = new HashMap<>();
  private int step;

  /**
   * Begins, with all backends ready.
   *
   * @param siteOfBackend the site of each backend
   * @param limit how long a change is watched at the most
   */
  ReadinessCourse(Stage stage, Map<String, String> siteOfBackend, Duration limit) {
    this.stage = stage;
    this.siteOfBackend = Map.copyOf(siteOfBackend);
    this.course = Course.of(stage, limit);
  }

  /** {@return the listener of this name, as its clients connect to it} */
  Target target(String listener) {
    return stage.target(TrafficSplits.CLIENTS, listener);
  }

  /** {@return the sign that this backend serves nobody any more} */
  Sign without(String listener, String backend) {
    return Sign.all(target(listener), Sign.by(backend).negate());
  }

  /** {@return the sign that this backend serves everybody} */
  Sign only(String listener, String backend) {
    return Sign.all(target(listener), Sign.by(backend));
  }

  /** {@return the sign that this backend serves again} */
  Sign with(String listener, String backend) {
    return Sign.some(target(listener), Sign.by(backend));
  }

  /** {@return the sign that nobody is served} */
  Sign nobody(String listener) {
    return Sign.nobody(target(listener));
  }

  /** Makes backends say that they are not ready, and waits for these signs of it. */
  void withdraw(List<String> backends, Sign... signs) throws InterruptedException {
    change(
        phase -> {
          for (String backend : backends) {
            String site = siteOfBackend.get(backend);
            withdrawn.put(backend, stage.inject(phase, site, backend, new Fault.Withdraw()));
          }
        },
        signs);
  }

  /** Makes backends say that they are ready again, and waits for these signs of it. */
  void restore(List<String> backends, Sign... signs) throws InterruptedException {
    change(phase -> backends.forEach(backend -> withdrawn.remove(backend).heal()), signs);
  }

  private void change(Consumer<String> what, Sign... signs) throws InterruptedException {
    step++;
    String phase = "change " + step;
    course.change(
        phase,
        () -> {
          what.accept(phase);
          return phase;
        },
        signs);
    stage.settle();
  }

  /** Samples what a listener's clients see now. */
  void sample(String listener, String phase, Claim claim, Supplier<Sample> sample, int maxAttempts)
      throws InterruptedException {
    course.sample(phase, claim, sample, target(listener), CLIENT_COUNT, maxAttempts);
    stage.settle();
  }
}
