package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.WeightedPlan;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.probe.Load;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * M9 and M12: multi-key listeners over the same two keys at the same site, two with different
 * weights and, for M9, one with an order, all loaded at once until there is evidence enough for
 * each.
 */
public final class SideBySideScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String WEIGHTED = "weighted";
  private static final String OTHERWISE = "otherwise";
  private static final String ORDERED = "ordered";
  private static final int PORT = 8080;
  private static final int CLIENTS_OF_SHARES = 4;
  private static final int CLIENTS_OF_ORDER = 1;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Question question;
  private final Map<String, Integer> weights;
  private final Map<String, Integer> otherWeights;
  private final List<String> keys;
  private final Optional<Integer> attempts;
  private final int maxAttempts;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code weights} and {@code other-weights} (over the
   *     same keys) and {@code max-attempts}; with {@code attempts} where there is a listener with
   *     an order, too, which is to serve so many
   */
  public SideBySideScenario(Question question) {
    this.question = question;
    weights = WeightedPlan.weights(question.ruleCase().text("weights"));
    otherWeights = WeightedPlan.weights(question.ruleCase().text("other-weights"));
    keys = List.copyOf(weights.keySet());
    attempts =
        question.ruleCase().parameters().containsKey("attempts")
            ? Optional.of(question.ruleCase().integer("attempts"))
            : Optional.empty();
    maxAttempts = question.ruleCase().integer("max-attempts");
  }

  @Override
  public String name() {
    return attempts.isPresent() ? "listeners side by side" : "weighted listeners side by side";
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("side-by-side");
    network
        .site(CLIENTS)
        .weighted(WEIGHTED, PORT, weights)
        .weighted(OTHERWISE, PORT + 1, otherWeights);
    if (attempts.isPresent()) {
      network.site(CLIENTS).priority(ORDERED, PORT + 2, keys.toArray(String[]::new));
    }
    int port = PORT + 2;
    for (String key : keys) {
      port++;
      network.site(CLIENTS).link(KeySites.site(key));
      network.site(KeySites.site(key)).connector(key, key, port);
    }
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate((attempts.isPresent() ? 3 : 2) * maxAttempts, Duration.ofSeconds(3));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    Map<String, String> all = Claim.sharesOfKeys(weights).attributes();
    Map<String, String> others = Claim.sharesOfKeys(otherWeights).attributes();
    try (var weighted = stage.phase(WEIGHTED, all);
        var otherwise = stage.phase(OTHERWISE, others)) {
      Samples samples =
          new Samples(
              List.of(
                  SharesSample.ofKeysIn(WEIGHTED, stage, network(), question, weights),
                  SharesSample.ofKeysIn(OTHERWISE, stage, network(), question, otherWeights)));
      if (attempts.isEmpty()) {
        loadWeighted(stage, samples, () -> true);
        return;
      }
      try (var ordered = stage.phase(ORDERED, Claim.onlyKeys(keys.get(0)).attributes());
          Load third = load(stage, ORDERED, CLIENTS_OF_ORDER, samples)) {
        loadWeighted(stage, samples, () -> third.served() >= attempts.get() || isExhausted(third));
      }
    }
  }

  /** Loads the listeners with weights until both have their answer, and the others have enough. */
  private void loadWeighted(Stage stage, Samples samples, BooleanSupplier others)
      throws InterruptedException {
    try (Load first = load(stage, WEIGHTED, CLIENTS_OF_SHARES, samples);
        Load second = load(stage, OTHERWISE, CLIENTS_OF_SHARES, samples)) {
      Limits.await(
          "evidence enough for each listener",
          LIMIT,
          () ->
              others.getAsBoolean()
                  && (samples.areOver() || (isExhausted(first) && isExhausted(second))));
    }
  }

  /** The phase is called like the listener. */
  private Load load(Stage stage, String listener, int clients, Samples samples) {
    return stage
        .prober()
        .closedLoop(
            stage.target(CLIENTS, listener),
            listener,
            ClosedLoop.of(clients).withMaxAttempts(maxAttempts),
            samples);
  }

  private boolean isExhausted(Load load) {
    return load.ended() >= maxAttempts;
  }

  /** Shows every attempt to every sample, on the prober's thread. */
  private static final class Samples implements Consumer<Attempt> {

    private final List<SharesSample> samples;
    private volatile boolean over;

    Samples(List<SharesSample> samples) {
      this.samples = samples;
    }

    @Override
    public void accept(Attempt attempt) {
      samples.forEach(sample -> sample.isEnough(attempt));
      over = samples.stream().allMatch(SharesSample::isOver);
    }

    boolean areOver() {
      return over;
    }
  }
}
