package io.spillway.harness.topology;

import io.spillway.harness.topology.Connector.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads who plays a Connector's workload, and how: its selector or host, and its annotations. */
final class WorkloadDecoder {

  /** As many as Spillway starts for one connector; each is a listener and a route. */
  private static final int MAX_REPLICAS = 100;

  private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,8})(ms|s)");
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");

  private final Fields resource;
  private final Metadata metadata;
  private final Origin origin;

  /**
   * Creates one.
   *
   * @param resource the whole Connector
   */
  WorkloadDecoder(Fields resource, Metadata metadata, Origin origin) {
    this.resource = resource;
    this.metadata = metadata;
    this.origin = origin;
  }

  /** The workload; nothing if it is not to be found out, which is a problem. */
  Optional<Workload> workload(Fields spec) {
    Optional<String> selector = spec.text("selector");
    Optional<String> host = spec.text("host");
    if (spec.has("selector") == spec.has("host")) {
      spec.problem(
          spec.has("host")
              ? "has both selector and host; keep exactly one of them"
              : "has neither selector nor host; give exactly one of them");
      return Optional.empty();
    }
    String who = annotation(Annotations.WORKLOAD).orElse(Annotations.STAND_IN);
    if (who.equals(Annotations.STAND_IN)) {
      Duration serviceTime = serviceTime();
      boolean readiness = readiness();
      return selector
          .or(() -> host)
          .map(name -> new Workload.StandIn(name, serviceTime, readiness));
    }
    if (who.equals(Annotations.REAL) && !spec.has("selector")) {
      List.of(Annotations.REPLICAS, Annotations.SERVICE_TIME, Annotations.READINESS)
          .forEach(this::refuseOnReal);
      return host.map(Workload.Real::new);
    }
    problem(
        Annotations.WORKLOAD,
        who.equals(Annotations.REAL)
            ? "is real, and spec.selector does not say where that is; give spec.host"
            : "is \"" + who + "\"; it is stand-in (the default) or real");
    return Optional.empty();
  }

  /** How many stand-ins there are, where that is said; what is wrong with it is a problem. */
  Optional<Integer> replicas() {
    Optional<String> text = annotation(Annotations.REPLICAS);
    Optional<Integer> count =
        text.filter(COUNT.asMatchPredicate())
            .map(Integer::valueOf)
            .filter(number -> number <= MAX_REPLICAS);
    if (text.isPresent() && count.isEmpty()) {
      problem(Annotations.REPLICAS, "is \"" + text.get() + "\"; it is 1 to " + MAX_REPLICAS);
    }
    return count;
  }

  private Duration serviceTime() {
    Optional<String> text = annotation(Annotations.SERVICE_TIME);
    if (text.isEmpty()) {
      return Duration.ZERO;
    }
    Matcher matcher = DURATION.matcher(text.get());
    if (!matcher.matches()) {
      problem(
          Annotations.SERVICE_TIME,
          "is \"" + text.get() + "\"; it is a whole number of ms or s, such as 250ms");
      return Duration.ZERO;
    }
    long number = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
  }

  private boolean readiness() {
    Optional<String> text = annotation(Annotations.READINESS);
    if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
      problem(
          Annotations.READINESS, "is \"" + text.get() + "\"; it is true or false (the default)");
    }
    return text.filter("true"::equals).isPresent();
  }

  private void refuseOnReal(String name) {
    if (annotation(name).isPresent()) {
      problem(
          name,
          "is for a stand-in, and "
              + Annotations.WORKLOAD
              + " is real; leave one of the two annotations out");
    }
  }

  private Optional<String> annotation(String name) {
    return Optional.ofNullable(metadata.annotations().get(name));
  }

  private void problem(String name, String text) {
    String field = "metadata.annotations." + name;
    resource.problemAt(origin.at(field), field + " " + text);
  }
}
