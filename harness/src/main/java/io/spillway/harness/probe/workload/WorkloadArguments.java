package io.spillway.harness.probe.workload;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of {@link WorkloadMain}.
 *
 * @param site the site of all its workloads
 * @param bind the address that all its ports listen at
 * @param control the control port; 0 takes any free one
 * @param workloads name and port of each workload, in the order given; port 0 takes any free one
 * @param serviceMillis by a workload's name how long after it accepted a connection it answers;
 *     without those that answer at once
 * @param readiness by a workload's name the port at which it tells whether it is ready; without
 *     those that do not tell
 */
record WorkloadArguments(
    String site,
    String bind,
    int control,
    Map<String, Integer> workloads,
    Map<String, Integer> serviceMillis,
    Map<String, Integer> readiness) {

  static final String USAGE =
      "usage: WorkloadMain --site SITE --control PORT [--bind ADDRESS]"
          + " [--service-time NAME=MILLIS]... [--readiness NAME=PORT]... [NAME=PORT]...";

  private static final int MAX_PORT = 65_535;
  private static final int MAX_SERVICE_MILLIS = 60_000;

  /** Copies the maps; that of the workloads keeps its order. */
  WorkloadArguments {
    workloads = Collections.unmodifiableMap(new LinkedHashMap<>(workloads));
    serviceMillis = Map.copyOf(serviceMillis);
    readiness = Map.copyOf(readiness);
  }

  /** {@return how a workload behaves that is one of these} */
  WorkloadOptions options(String workload) {
    return new WorkloadOptions(
        Duration.ofMillis(serviceMillis.getOrDefault(workload, 0)),
        Optional.ofNullable(readiness.get(workload))
            .map(port -> new InetSocketAddress(bind, port)));
  }

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if it is wrong; the message says what and how it should be
   */
  static WorkloadArguments parse(String... args) {
    Optional<String> site = Optional.empty();
    Optional<Integer> control = Optional.empty();
    String bind = "0.0.0.0";
    Map<String, Integer> workloads = new LinkedHashMap<>();
    Map<String, Integer> serviceMillis = new HashMap<>();
    Map<String, Integer> readiness = new HashMap<>();
    Deque<String> rest = new ArrayDeque<>(List.of(args));
    while (!rest.isEmpty()) {
      String arg = rest.remove();
      switch (arg) {
        case "--site" -> site = Optional.of(value(arg, rest));
        case "--control" ->
            control = Optional.of(number("port of " + arg, value(arg, rest), MAX_PORT));
        case "--bind" -> bind = value(arg, rest);
        case "--service-time" -> {
          Named time = named(value(arg, rest), arg + " needs NAME=MILLIS");
          String what = "service time of " + time.name();
          serviceMillis.put(time.name(), number(what, time.number(), MAX_SERVICE_MILLIS));
        }
        case "--readiness" -> {
          Named port = named(value(arg, rest), arg + " needs NAME=PORT");
          String what = "readiness port of " + port.name();
          readiness.put(port.name(), number(what, port.number(), MAX_PORT));
        }
        default -> addWorkload(arg, workloads);
      }
    }
    requireKnown("--service-time", serviceMillis, workloads);
    requireKnown("--readiness", readiness, workloads);
    return new WorkloadArguments(
        site.orElseThrow(() -> new IllegalArgumentException("--site SITE is missing")),
        bind,
        control.orElseThrow(() -> new IllegalArgumentException("--control PORT is missing")),
        workloads,
        serviceMillis,
        readiness);
  }

  private static void requireKnown(
      String option, Map<String, Integer> given, Map<String, Integer> workloads) {
    for (String name : given.keySet()) {
      if (!workloads.containsKey(name)) {
        throw new IllegalArgumentException(
            option + " is for " + name + ", which is none of the workloads " + workloads.keySet());
      }
    }
  }

  private static void addWorkload(String arg, Map<String, Integer> workloads) {
    if (arg.startsWith("--")) {
      throw new IllegalArgumentException(notOne(arg));
    }
    Named workload = named(arg, notOne(arg));
    Banner.requireName("workload", workload.name());
    int port = number("port of " + workload.name(), workload.number(), MAX_PORT);
    if (workloads.putIfAbsent(workload.name(), port) != null) {
      throw new IllegalArgumentException("workload " + workload.name() + " is given twice");
    }
  }

  private static String notOne(String arg) {
    return "\"" + arg + "\" is neither an option nor a workload; a workload is NAME=PORT";
  }

  /**
   * A workload's name and a number. The name may hold equals signs; the number follows the last.
   */
  private record Named(String name, String number) {}

  private static Named named(String text, String error) {
    int equals = text.lastIndexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(error);
    }
    return new Named(text.substring(0, equals), text.substring(equals + 1));
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.remove();
  }

  private static int number(String what, String text, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(numberError(what, text, most), e);
    }
    throw new IllegalArgumentException(numberError(what, text, most));
  }

  private static String numberError(String what, String text, int most) {
    return what + " must be a number from 0 to " + most + ", is \"" + text + "\"";
  }
}
