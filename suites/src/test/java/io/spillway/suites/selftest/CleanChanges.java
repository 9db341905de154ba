package io.spillway.suites.selftest;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.History;
import io.spillway.harness.history.History.WorkloadInfo;
import io.spillway.harness.history.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What routers do that keep what scenarios claim of phases in which something fails or heals:
 * traffic moves, not always at once, and comes back.
 */
final class CleanChanges {

  private static final String EAST = "east";
  private static final String NORTH = "north";
  private static final String SERVICE = "service";
  private static final String LINK = "west/link 1";

  /** How long an attempt takes over a path that nothing delays. */
  private static final long QUICK_MILLIS = 2;

  private CleanChanges() {}

  /** What the cheap path leads to is lost, at one site and then at the other. */
  static History lostTarget(Question question, SplittableRandom random) {
    Chronicle chronicle = new Chronicle(CleanHistories.backends());
    boolean site = question.ruleCase().text("way").equals("site");
    for (int repeat = 1; repeat <= question.ruleCase().integer("repeats"); repeat++) {
      String cheap = repeat % 2 == 1 ? EAST : NORTH;
      String dear = repeat % 2 == 1 ? NORTH : EAST;
      String lost = site ? cheap : cheap + "/backend";
      moves(chronicle, "loss " + repeat, "fault", lost, dear);
      chronicle.served(cheap);
      if (repeat > 1) {
        errors(chronicle, random); // the other site has just returned
      }
      chronicle.fault(site ? "killed" : "process-dead", lost);
      errors(chronicle, random);
      chronicle.served(dear);
      after(chronicle, "after " + repeat, "loss " + repeat, dear, question, random);
      chronicle.heal(lost);
    }
    return chronicle.told();
  }

  /**
   * What follows a change: all at this site; or some attempts still go wrong, and when the limit
   * has passed there are as many again, of which none does.
   */
  private static void after(
      Chronicle chronicle,
      String phase,
      String change,
      String site,
      Question question,
      SplittableRandom random) {
    int attempts = question.ruleCase().integer("attempts");
    CleanPhases.only(chronicle, phase, site, attempts, Map.of("after", change));
    if (random.nextBoolean()) {
      chronicle.failed(random.nextBoolean() ? Outcome.REFUSED : Outcome.RESET);
      chronicle.pause(question.ruleCase().number("failover-limit-seconds"));
      for (int i = 0; i < attempts; i++) {
        chronicle.served(site);
      }
    }
  }

  /** Fails and restores the first two of three keys in both orders, as the scenario does. */
  static History priority(Question question, SplittableRandom random) {
    List<String> keys = List.of(question.ruleCase().text("keys").split(" "));
    PriorityCourse course = new PriorityCourse(keys, question, random);
    String first = keys.get(0);
    String second = keys.get(1);
    course.steady("M7");
    course.fail(first);
    course.fail(second);
    course.restore(second);
    course.restore(first);
    course.fail(second);
    course.fail(first);
    course.restore(first);
    course.restore(second);
    return course.chronicle.told();
  }

  /** One play of the priority scenario, on a router that takes a few attempts to notice. */
  private static final class PriorityCourse {
    private final List<String> keys;
    private final int attempts;
    private final SplittableRandom random;
    private final Chronicle chronicle;
    private final Set<String> down = new HashSet<>();
    private int step;
    private boolean hasMoved;

    PriorityCourse(List<String> keys, Question question, SplittableRandom random) {
      this.keys = keys;
      this.attempts = question.ruleCase().integer("steady-attempts");
      this.random = random;
      this.chronicle = new Chronicle(CleanHistories.oneSiteEach(keys));
    }

    void fail(String key) {
      String before = first();
      down.add(key);
      change("fault", key, before);
      chronicle.served("site-" + before);
      if (hasMoved && step > 1) {
        errors(chronicle, random); // something else has just changed
      }
      chronicle.fault("killed", "site-" + key);
      if (hasMoved) {
        errors(chronicle, random);
      }
      served();
      steady("M7");
    }

    void restore(String key) {
      String before = first();
      down.remove(key);
      change("heal", key, before);
      chronicle.served("site-" + before);
      chronicle.heal("site-" + key);
      laggards(chronicle, "site-" + before, random);
      served();
      steady("M8");
    }

    private void change(String because, String key, String before) {
      step++;
      hasMoved = !before.equals(first());
      Map<String, String> attributes = new HashMap<>();
      attributes.put("by", "key");
      attributes.put("to", first());
      attributes.put("for", because.equals("fault") ? "M7" : "M8");
      if (hasMoved) {
        attributes.putAll(Map.of("claim", "moves", "because", because));
        attributes.put("target", "site-" + key);
        attributes.put("among", before + " " + first());
      } else {
        attributes.putAll(Map.of("claim", "only", "enough", "steady-attempts"));
      }
      chronicle.phase("change " + step, attributes);
    }

    /** So many are enough also where nothing has to move. */
    private void served() {
      for (int i = 0; i < attempts; i++) {
        chronicle.served("site-" + first());
      }
    }

    void steady(String rule) {
      Map<String, String> attributes = new HashMap<>();
      attributes.putAll(Map.of("enough", "steady-attempts", "for", rule));
      if (hasMoved) {
        attributes.put("after", "change " + step);
      }
      CleanPhases.only(chronicle, "steady " + step, "site-" + first(), attempts, attributes);
    }

    private String first() {
      return keys.stream().filter(key -> !down.contains(key)).findFirst().orElseThrow();
    }
  }

  /** The preferred workload serves under any load, fails, and serves again. */
  static History preference(Question question, SplittableRandom random) {
    Chronicle chronicle = new Chronicle(CleanHistories.backends());
    int attempts = question.ruleCase().integer("attempts");
    CleanPhases.onlyHeld(
        chronicle, "held", EAST, question.ruleCase().integer("held"), Map.of("enough", "held"));
    for (int loop = 1; loop <= question.ruleCase().integer("phases") - 5; loop++) {
      CleanPhases.only(chronicle, "closed loop " + loop, EAST, attempts);
    }
    String workload = EAST + "/backend";
    moves(chronicle, "failure", "fault", workload, NORTH);
    chronicle.served(EAST);
    chronicle.fault("process-dead", workload);
    errors(chronicle, random);
    chronicle.served(NORTH);
    CleanPhases.only(chronicle, "on the backup", NORTH, attempts);
    moves(chronicle, "return", "heal", workload, EAST);
    chronicle.served(NORTH);
    chronicle.heal(workload);
    laggards(chronicle, NORTH, random);
    chronicle.served(EAST);
    CleanPhases.only(chronicle, "back", EAST, attempts);
    return chronicle.told();
  }

  /**
   * The cheap one of two paths is cut and heals; on a machine that is as busy as the rule allows
   * for, so that some attempts are as late as over the delayed path.
   */
  static History redundantPaths(Question question, SplittableRandom random) {
    Chronicle chronicle = new Chronicle(List.of(new WorkloadInfo(SERVICE, "backend", "backend")));
    long delayMillis = question.ruleCase().integer("delay-millis");
    int attempts = question.ruleCase().integer("attempts");
    chronicle.phase("delay", Map.of("role", "delay"));
    chronicle.fault("slow", "west/link 2");
    for (int repeat = 1; repeat <= question.ruleCase().integer("repeats"); repeat++) {
      cheap(chronicle, "cheap " + repeat, question, random);
      chronicle.phase(
          "cut " + repeat, paths("moves", "dear", question, "because", "fault", "target", LINK));
      chronicle.served(SERVICE);
      chronicle.fault("cut", LINK);
      errors(chronicle, random);
      chronicle.takes(delayMillis);
      chronicle.served(SERVICE);
      chronicle.phase("dear " + repeat, paths("path", "dear", question));
      for (int i = 0; i < attempts; i++) {
        chronicle.takes(delayMillis + random.nextInt(10));
        chronicle.served(SERVICE);
      }
      chronicle.phase(
          "heal " + repeat, paths("moves", "cheap", question, "because", "heal", "target", LINK));
      chronicle.served(SERVICE);
      chronicle.heal(LINK);
      laggards(chronicle, SERVICE, random);
      chronicle.takes(QUICK_MILLIS);
      chronicle.served(SERVICE);
      cheap(chronicle, "cheap again " + repeat, question, random);
    }
    return chronicle.told();
  }

  /** Connections over the cheap path, of which the machine holds up as many as the rule allows. */
  private static void cheap(
      Chronicle chronicle, String phase, Question question, SplittableRandom random) {
    chronicle.phase(phase, paths("path", "cheap", question));
    for (int i = 0; i < question.ruleCase().integer("attempts"); i++) {
      boolean late = random.nextDouble() < question.ruleCase().number("late-share");
      chronicle.takes(late ? question.ruleCase().integer("delay-millis") : QUICK_MILLIS);
      chronicle.served(SERVICE);
    }
    chronicle.takes(QUICK_MILLIS);
  }

  private static Map<String, String> paths(
      String claim, String to, Question question, String... more) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("claim", claim);
    attributes.put("by", "path");
    attributes.put("to", to);
    attributes.put("delayed", "dear");
    attributes.put("undelayed", "cheap");
    attributes.put("delay-millis", question.ruleCase().text("delay-millis"));
    for (int i = 0; i < more.length; i += 2) {
      attributes.put(more[i], more[i + 1]);
    }
    return attributes;
  }

  /** Something fails, as often as the rule says, heals, and all is divided as it was before. */
  static History healed(Question question, SplittableRandom random) {
    Chronicle chronicle = new Chronicle(CleanHistories.backends());
    for (String home : List.of(EAST, NORTH)) {
      healed(chronicle, home, question, random);
    }
    return chronicle.told();
  }

  private static void healed(
      Chronicle chronicle, String home, Question question, SplittableRandom random) {
    String other = home.equals(EAST) ? NORTH : EAST;
    String way = question.ruleCase().text("way");
    distribution(chronicle, "before faults of ", home, question, random);
    chronicle.phase("faults of " + home, Map.of("role", "fault", "way", way));
    int faults = question.ruleCase().integer("faults");
    for (int fault = 1; fault <= faults; fault++) {
      chronicle.served(home);
      chronicle.fault(way, home);
      errors(chronicle, random);
      chronicle.served(other);
      if (fault < faults) {
        chronicle.heal(home);
      }
    }
    returns(chronicle, "return of " + home, home, question);
    chronicle.served(other);
    chronicle.heal(home);
    laggards(chronicle, other, random);
    errors(chronicle, random);
    chronicle.served(home);
    distribution(chronicle, "after faults of ", home, question, random);
  }

  private static void distribution(
      Chronicle chronicle, String when, String home, Question question, SplittableRandom random) {
    CleanPhases.both(
        chronicle, "held " + when + home, CleanHistories.BOTH, "hold", question, random);
    CleanPhases.only(
        chronicle, "sequential " + when + home, home, question.ruleCase().integer("attempts"));
  }

  /** Everything is gone, which clients are told, until one comes back. */
  static History allGone(Question question, SplittableRandom random) {
    Chronicle chronicle = new Chronicle(CleanHistories.backends());
    String way = question.ruleCase().text("way");
    chronicle.phase("failure", Map.of("role", "fault", "way", way));
    for (String site : CleanHistories.BOTH) {
      chronicle.served(site);
      chronicle.fault(way, site);
    }
    errors(chronicle, random);
    CleanPhases.told(chronicle, "gone", question, random);
    returns(chronicle, "return", EAST, question);
    chronicle.failed(Outcome.REFUSED);
    chronicle.heal(EAST);
    errors(chronicle, random);
    chronicle.served(EAST);
    CleanPhases.only(chronicle, "served again", EAST, question.ruleCase().integer("attempts"));
    chronicle.heal(NORTH);
    return chronicle.told();
  }

  private static void returns(Chronicle chronicle, String phase, String home, Question question) {
    chronicle.phase(
        phase,
        Map.of(
            "claim",
            "returns",
            "victim",
            home,
            "clients",
            "west",
            "at",
            "shop",
            "home",
            home,
            "way",
            question.ruleCase().text("way")));
  }

  private static void moves(
      Chronicle chronicle, String phase, String because, String target, String to) {
    chronicle.phase(
        phase,
        Map.of("claim", "moves", "because", because, "target", target, "by", "site", "to", to));
  }

  /** Some attempts that fail before a router has noticed. */
  private static void errors(Chronicle chronicle, SplittableRandom random) {
    for (int late = random.nextInt(4); late > 0; late--) {
      chronicle.failed(random.nextBoolean() ? Outcome.REFUSED : Outcome.RESET);
    }
  }

  /** Some attempts that are still served there. */
  private static void laggards(Chronicle chronicle, String site, SplittableRandom random) {
    for (int late = random.nextInt(4); late > 0; late--) {
      chronicle.served(site);
    }
  }
}
