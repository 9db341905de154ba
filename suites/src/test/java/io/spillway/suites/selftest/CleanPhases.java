package io.spillway.suites.selftest;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.WeightedPlan;
import io.spillway.harness.history.History;
import io.spillway.harness.history.History.WorkloadInfo;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.stats.SequentialShares;
import io.spillway.suites.conformance.Claim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What routers do that keep what scenarios claim of their phases, without a router: the phases of
 * each rule's scenario, in its order. Those in which something fails and heals are in {@link
 * CleanChanges}.
 */
final class CleanPhases {

  private static final List<Outcome> TOLD =
      List.of(Outcome.REFUSED, Outcome.RESET, Outcome.CLOSED_EMPTY);

  /** How long the faster of two workloads takes; a client needs next to nothing beside it. */
  private static final int FAST_MILLIS = 1_000;

  private CleanPhases() {}

  /** Draws the phases of this rule's scenario. */
  static History draw(Question question, SplittableRandom random) {
    return switch (question.rule().id()) {
      case "B2" -> requests(question, random);
      case "B3" -> streams(question, random);
      case "B4" -> faster(question, random);
      case "C4" -> belowAndBeyond(question, random);
      case "C8" -> CleanChanges.lostTarget(question, random);
      case "C9" -> CleanChanges.preference(question, random);
      case "C11" -> CleanChanges.redundantPaths(question, random);
      case "C12" -> peak(question, random);
      case "F5", "F7" -> CleanChanges.healed(question, random);
      case "F8" -> CleanChanges.allGone(question, random);
      case "F10" -> shortConnections(question, random);
      case "L2" -> equalShares(List.of(4, 3, 2), question, random);
      case "L3" -> equalShares(List.of(3, 2, 3), question, random);
      case "M7", "M8" -> CleanChanges.priority(question, random);
      case "M11", "L5" -> nobody(question, random);
      case "M13" -> measured(question, random);
      default ->
          question.ruleCase().parameters().containsKey("weights")
              ? weighted(question, random)
              : preferred(question);
    };
  }

  /** One key gets everything, in each phase. */
  private static History preferred(Question question) {
    Chronicle chronicle = new Chronicle(CleanHistories.oneSiteEach(List.of("first", "second")));
    for (int phase = 1; phase <= question.ruleCase().integer("phases"); phase++) {
      only(chronicle, "phase " + phase, "site-first", question.ruleCase().integer("attempts"));
    }
    return chronicle.told();
  }

  /** One site gets everything; then so much comes that the other one gets some, early or late. */
  private static History belowAndBeyond(Question question, SplittableRandom random) {
    Chronicle chronicle = new Chronicle(CleanHistories.oneSiteEach(List.of("first", "second")));
    for (int phase = 1; phase < question.ruleCase().integer("phases"); phase += 2) {
      only(chronicle, "below " + phase, "site-first", question.ruleCase().integer("attempts"));
      chronicle.phase(
          "beyond " + phase, Map.of("claim", "reaches", "by", "site", "to", "site-second"));
      for (int before = random.nextInt(10); before > 0; before--) {
        chronicle.served("site-first");
      }
      chronicle.served("site-second");
    }
    return chronicle.told();
  }

  /** A phase in which this site serves everything. */
  static void only(Chronicle chronicle, String phase, String site, int attempts) {
    only(chronicle, phase, site, attempts, Map.of());
  }

  /** A phase in which this site serves everything, with more attributes than that. */
  static void only(
      Chronicle chronicle, String phase, String site, int attempts, Map<String, String> more) {
    beginOnly(chronicle, phase, site, more);
    for (int i = 0; i < attempts; i++) {
      chronicle.served(site);
    }
  }

  /** The same for connections that are held, and stay open. */
  static void onlyHeld(
      Chronicle chronicle, String phase, String site, int attempts, Map<String, String> more) {
    beginOnly(chronicle, phase, site, more);
    chronicle.prober("held");
    for (int i = 0; i < attempts; i++) {
      chronicle.held(site);
    }
    chronicle.prober("sequential");
  }

  private static void beginOnly(
      Chronicle chronicle, String phase, String site, Map<String, String> more) {
    Map<String, String> attributes = new LinkedHashMap<>(more);
    attributes.put("claim", "only");
    attributes.put("by", "site");
    attributes.put("to", site);
    chronicle.phase(phase, attributes);
  }

  /** A phase in which nobody is served, and everybody told so within the limit. */
  static void told(Chronicle chronicle, String phase, Question question, SplittableRandom random) {
    long limitMillis = Math.round(1_000 * question.ruleCase().number("told-limit-seconds"));
    chronicle.phase(phase, Map.of("claim", "told"));
    for (int i = 0; i < question.ruleCase().integer("attempts"); i++) {
      chronicle.takes(random.nextLong(2, limitMillis));
      chronicle.failed(TOLD.get(random.nextInt(TOLD.size())));
    }
    chronicle.takes(2);
  }

  private static History nobody(Question question, SplittableRandom random) {
    Chronicle chronicle = new Chronicle(CleanHistories.backends());
    for (int phase = 1; phase <= question.ruleCase().integer("phases"); phase++) {
      told(chronicle, "phase " + phase, question, random);
    }
    return chronicle.told();
  }

  /** Whatever a router does with it. */
  private static History measured(Question question, SplittableRandom random) {
    List<String> keys = List.of("first", "second", "third");
    Chronicle chronicle = new Chronicle(CleanHistories.oneSiteEach(keys));
    for (int phase = 1; phase <= question.ruleCase().integer("phases"); phase++) {
      chronicle.phase(
          "phase " + phase, Map.of("claim", "measured", "by", "key", "to", String.join(" ", keys)));
      for (int i = 0; i < question.ruleCase().integer("attempts"); i++) {
        int key = random.nextInt(keys.size() + 1);
        if (key < keys.size()) {
          chronicle.served("site-" + keys.get(key));
        } else {
          chronicle.failed(Outcome.REFUSED);
        }
      }
    }
    return chronicle.told();
  }

  private static History weighted(Question question, SplittableRandom random) {
    Map<String, Integer> weights = WeightedPlan.weights(question.ruleCase().text("weights"));
    Chronicle chronicle = new Chronicle(CleanHistories.oneSiteEach(List.copyOf(weights.keySet())));
    for (int phase = 1; phase <= question.ruleCase().integer("phases"); phase++) {
      shares(chronicle, "phase " + phase, weights, question, random);
    }
    return chronicle.told();
  }

  /** So many secondaries are ready in each phase, and share equally. */
  private static History equalShares(
      List<Integer> ready, Question question, SplittableRandom random) {
    List<String> backends = List.of("first", "second", "third", "fourth");
    Chronicle chronicle = new Chronicle(CleanHistories.oneSiteEach(backends));
    for (int phase = 0; phase < ready.size(); phase++) {
      Map<String, Integer> weights = new LinkedHashMap<>();
      backends.subList(0, ready.get(phase)).forEach(backend -> weights.put(backend, 1));
      shares(chronicle, "phase " + (phase + 1), weights, question, random);
    }
    return chronicle.told();
  }

  /** Each connection draws its key; the scenario stops when its test knows. */
  private static void shares(
      Chronicle chronicle,
      String phase,
      Map<String, Integer> weights,
      Question question,
      SplittableRandom random) {
    List<String> keys = List.copyOf(weights.keySet());
    int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
    chronicle.phase(phase, Claim.sharesOfKeys(weights).attributes());
    SequentialShares test = WeightedPlan.test(question, weights);
    while (test.decision() == SequentialShares.Decision.CONTINUE) {
      int left = random.nextInt(sum);
      int key = 0;
      while (left >= weights.get(keys.get(key))) {
        left -= weights.get(keys.get(key));
        key++;
      }
      chronicle.served("site-" + keys.get(key));
      test.add(keys.get(key));
    }
  }

  /**
   * A router that keeps equally many connections open at both sites: each connection goes to the
   * faster one as much oftener as that is faster.
   */
  private static History faster(Question question, SplittableRandom random) {
    Chronicle chronicle = new Chronicle(CleanHistories.backends());
    double slower = question.ruleCase().number("slower");
    for (String fast : CleanHistories.BOTH) {
      String slow = CleanHistories.BOTH.get(1 - CleanHistories.BOTH.indexOf(fast));
      chronicle.phase(fast + " faster", Map.of("claim", "faster", "by", "site", "to", fast));
      for (int i = 0; i < question.ruleCase().integer("attempts"); i++) {
        boolean there = random.nextDouble() < slower / (slower + 1);
        chronicle.takes(Math.round(there ? FAST_MILLIS : slower * FAST_MILLIS));
        chronicle.served(there ? fast : slow);
      }
    }
    return chronicle.told();
  }

  /** Held connections of two sites, each of them a fair coin. */
  static void both(
      Chronicle chronicle,
      String phase,
      List<String> sites,
      String parameter,
      Question question,
      SplittableRandom random) {
    chronicle.phase(
        phase,
        Map.of("claim", "both", "by", "site", "to", String.join(" ", sites), "enough", parameter));
    chronicle.prober("held");
    for (int i = 0; i < question.ruleCase().integer(parameter); i++) {
      chronicle.held(sites.get(random.nextInt(2)));
    }
    chronicle.prober("sequential");
  }

  /** Normal demand on the private site, fair coins once the peak has passed its cost, and back. */
  private static History peak(Question question, SplittableRandom random) {
    List<String> sites = List.of("private", "public");
    Chronicle chronicle =
        new Chronicle(
            sites.stream().map(site -> new WorkloadInfo(site, "backend", "backend")).toList());
    int attempts = question.ruleCase().integer("attempts");
    only(chronicle, "normal", "private", attempts);
    chronicle.phase(
        "ramp", Map.of("claim", "only", "by", "site", "to", "private public", "enough", "peak"));
    chronicle.prober("held");
    for (int held = 0; held < question.ruleCase().integer("peak"); held++) {
      boolean over = held >= question.ruleCase().integer("alternative") && random.nextBoolean();
      chronicle.held(over ? "public" : "private");
    }
    both(chronicle, "plateau", sites, "attempts", question, random);
    only(chronicle, "after", "private", attempts);
    return chronicle.told();
  }

  /** Streams that wait for some time, within the limit, and come to their end byte for byte. */
  private static History streams(Question question, SplittableRandom random) {
    Chronicle chronicle = new Chronicle(CleanHistories.backends());
    int streams = question.ruleCase().integer("streams");
    long limitMillis = Math.round(1_000 * question.ruleCase().number("stall-limit-seconds"));
    for (int phase = 1; phase <= question.ruleCase().integer("phases"); phase++) {
      chronicle.phase(
          "phase " + phase,
          Map.of(
              "claim",
              "intact",
              "listeners",
              "shop",
              "through",
              "killed",
              "from",
              "north",
              "returns",
              "east"));
      chronicle.fault("killed", "east");
      for (int i = 0; i < streams; i++) {
        chronicle.held("north");
      }
      chronicle.heal("east");
      chronicle.served("east");
      chronicle.pause(question.ruleCase().number("watch-seconds", 0));
      for (int i = 0; i < streams; i++) {
        chronicle.stream(
            "north",
            i + 1,
            question.ruleCase().integer("bytes") / streams + 1,
            random.nextLong(limitMillis + 1));
      }
    }
    return chronicle.told();
  }

  /** Each connection is a fair coin, and every request on it goes where it went. */
  private static History requests(Question question, SplittableRandom random) {
    Chronicle chronicle = new Chronicle(CleanHistories.backends());
    chronicle.phase("kept", Map.of("role", "hold"));
    chronicle.prober("held");
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < question.ruleCase().integer("connections"); i++) {
      reached.add(CleanHistories.BOTH.get(random.nextInt(2)));
      chronicle.held(reached.get(i));
    }
    chronicle.phase("requests", Map.of("claim", "kept", "connections", "kept"));
    for (int round = 0; round < question.ruleCase().integer("requests"); round++) {
      for (int i = 0; i < reached.size(); i++) {
        chronicle.prober("request-" + (i + 1));
        chronicle.served(reached.get(i));
      }
    }
    return chronicle.told();
  }

  /**
   * Every connection hears the banner with its own number, and where it left a message first, the
   * workload received that; some numbers go to health checks. A workload never gives one twice.
   */
  private static History shortConnections(Question question, SplittableRandom random) {
    Chronicle chronicle = new Chronicle(CleanHistories.backends());
    boolean messages = question.ruleCase().text("closes-first").equals("client");
    int bytes = question.ruleCase().integer("least-bytes");
    long number = 0;
    for (int phase = 1; phase <= question.ruleCase().integer("phases"); phase++) {
      int connections = question.ruleCase().integer("short-connections");
      long before = number + random.nextInt(100);
      number = before;
      List<Long> heard = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        number += random.nextInt(50) == 0 ? 2 : 1;
        heard.add(number);
      }
      number += random.nextInt(3);
      chronicle.phase(
          "phase " + phase,
          Map.of(
              "claim",
              messages ? "received" : "delivered",
              "workload",
              "east/backend",
              "accepted-before",
              Long.toString(before),
              "accepted-after",
              Long.toString(number),
              "beside",
              "killed"));
      chronicle.fault("killed", "north");
      heard.forEach(
          each -> {
            if (messages) {
              chronicle.received("east", each, bytes);
            } else {
              chronicle.served("east", each);
              if (bytes > 0) {
                chronicle.answer("east", each, bytes + random.nextInt(bytes));
              }
            }
          });
    }
    return chronicle.told();
  }
}
