package io.spillway.suites.conformance;

import io.spillway.harness.check.ClaimPlan;
import io.spillway.harness.check.Question;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.ActiveFault;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.Map;

/**
 * C11: one workload, and two paths to it: a cheap one through a transit site, and a dear direct
 * link. The cheap path is cut at its first link or at its second one, of which another site has to
 * tell that of the clients, or its transit site is killed; and it is healed again.
 *
 * <p>The dear path is delayed all the time, so that the time which it takes to be served tells the
 * path (see {@link DelayedPath}). While the cheap path is cut the dear one is the only one, which
 * shows that the delay acts.
 */
public final class RedundantPathScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String TRANSIT = "middle";
  private static final String SERVICE = "east";
  private static final String KEY = "backend";

  /** A workload of the transit site's own, which no client of the service reaches: its witness. */
  private static final String TRANSIT_KEY = "transit";

  private static final int PORT = 8080;
  private static final int LINK_COST = 1;
  private static final String FIRST_LINK = "to-" + TRANSIT;
  private static final String DIRECT_LINK = "to-" + SERVICE;
  private static final String SECOND_LINK = "to-" + SERVICE;

  /** So many at once where each takes as long as the delay. */
  private static final int CROWD = 64;

  private static final int FEW_CLIENTS = 4;

  private final Question question;
  private final String way;
  private final int alternative;
  private final int attempts;
  private final int repeats;
  private final int tooManyLate;
  private final DelayedPath paths;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code way} ({@code link}, {@code second-link} or
   *     {@code site}), {@code alternative}, {@code delay-millis}, {@code attempts}, {@code
   *     late-share}, {@code repeats} and the two limits
   */
  public RedundantPathScenario(Question question) {
    this.question = question;
    way = question.ruleCase().text("way");
    alternative = question.ruleCase().integer("alternative");
    attempts = question.ruleCase().integer("attempts");
    repeats = question.ruleCase().integer("repeats");
    tooManyLate = ClaimPlan.tooManyLate(question).orElse(attempts);
    paths =
        new DelayedPath(
            "dear", "cheap", Duration.ofMillis(question.ruleCase().integer("delay-millis")));
    limit =
        Limits.beyond(
            question.ruleCase().number("failover-limit-seconds"),
            question.ruleCase().number("recovery-limit-seconds"));
  }

  @Override
  public String name() {
    return question.rule().id() + " " + question.ruleCase().name();
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("redundant-paths");
    network
        .site(CLIENTS)
        .listener(KEY, PORT, KEY)
        .link(TRANSIT, LINK_COST)
        .link(SERVICE, alternative);
    network.site(TRANSIT).connector(TRANSIT_KEY, TRANSIT_KEY, PORT).link(SERVICE, LINK_COST);
    network.site(SERVICE).connector(KEY, KEY, PORT);
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(repeats * (3 * attempts + 1_500), Duration.ofSeconds(20L * repeats));
  }

  @Override
  public boolean failsLinks() {
    return true;
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    delayDearPath(stage);
    Target target = stage.target(CLIENTS, KEY);
    Course course = Course.timed(stage, limit, paths.delay());
    for (int repeat = 1; repeat <= repeats; repeat++) {
      sampleCheap(course, target, "cheap " + repeat);
      String cut = "cut " + repeat;
      ActiveFault fault =
          course.change(
              cut,
              Claim.movesToDelayedPathAfterFault(failed(), paths),
              () -> fail(stage, cut),
              Sign.all(target, paths::isLate));
      course.sample(
          "dear " + repeat,
          Claim.onDelayedPath(paths),
          () -> Sample.of(attempts, attempt -> attempt.servedBy().isPresent()),
          target,
          CROWD,
          attempts);
      course.change(
          "heal " + repeat,
          Claim.movesToUndelayedPathAfterHeal(failed(), paths),
          () -> {
            fault.heal();
            return fault;
          },
          Sign.all(target, paths::isEarly));
      sampleCheap(course, target, "cheap again " + repeat);
    }
  }

  /** Delays what comes back over the direct link, for as long as the network runs. */
  private void delayDearPath(Stage stage) {
    String phase = "delay";
    try (var delaying = stage.phase(phase, Map.of("role", phase))) {
      stage.inject(phase, CLIENTS, DIRECT_LINK, paths.fault(Fault.Direction.DOWNSTREAM));
    }
  }

  private void sampleCheap(Course course, Target target, String phase) throws InterruptedException {
    course.sample(
        phase,
        Claim.onUndelayedPath(paths),
        () -> new OnCheapPath(paths, attempts, tooManyLate),
        target,
        FEW_CLIENTS,
        attempts);
  }

  private String failed() {
    return switch (way) {
      case "site" -> TRANSIT;
      case "link" -> CLIENTS + "/" + FIRST_LINK;
      case "second-link" -> TRANSIT + "/" + SECOND_LINK;
      default ->
          throw new IllegalArgumentException(
              question.rule().id() + ": a path is cut at link, second-link or site, not at " + way);
    };
  }

  private ActiveFault fail(Stage stage, String phase) {
    String[] link = failed().split("/", 2);
    return link.length == 1
        ? stage.inject(phase, TRANSIT, new Fault.Kill())
        : stage.inject(phase, link[0], link[1], new Fault.Cut());
  }

  /**
   * Attempts over the cheap path, a few of which may be late, as on a busy machine. Those of no
   * service are wrong, and so many late ones as the check fails, or may fail with those that are
   * still under way. When it fails them anyway, nobody waits for the rest to be as late. Used by
   * one thread at a time.
   */
  private static final class OnCheapPath implements Sample {

    private final DelayedPath paths;
    private final int attempts;
    private final int tooManyLate;
    private int ended;
    private int late;
    private int failed;

    OnCheapPath(DelayedPath paths, int attempts, int tooManyLate) {
      this.paths = paths;
      this.attempts = attempts;
      this.tooManyLate = tooManyLate;
    }

    @Override
    public boolean isEnough(Attempt attempt) {
      ended++;
      late += paths.isLate(attempt) ? 1 : 0;
      failed += attempt.outcome().failed() ? 1 : 0;
      return ended >= attempts || late >= tooManyLate || failed >= HOPELESS;
    }

    @Override
    public boolean isWrong() {
      return failed > 0 || late >= Math.max(1, tooManyLate - FEW_CLIENTS);
    }
  }
}
