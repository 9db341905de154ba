package io.spillway.harness.probe.workload;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
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
 */
record WorkloadArguments(String site, String bind, int control, Map<String, Integer> workloads) {

  static final String USAGE =
      "usage: WorkloadMain --site SITE --control PORT [--bind ADDRESS] NAME=PORT...";

  /** Copies the map, keeping its order. */
  WorkloadArguments {
    workloads = Collections.unmodifiableMap(new LinkedHashMap<>(workloads));
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
    Deque<String> rest = new ArrayDeque<>(List.of(args));
    while (!rest.isEmpty()) {
      String arg = rest.remove();
      switch (arg) {
        case "--site" -> site = Optional.of(value(arg, rest));
        case "--control" -> control = Optional.of(port(arg, value(arg, rest)));
        case "--bind" -> bind = value(arg, rest);
        default -> addWorkload(arg, workloads);
      }
    }
    if (workloads.isEmpty()) {
      throw new IllegalArgumentException("no workload is given; name at least one, as NAME=PORT");
    }
    return new WorkloadArguments(
        site.orElseThrow(() -> new IllegalArgumentException("--site SITE is missing")),
        bind,
        control.orElseThrow(() -> new IllegalArgumentException("--control PORT is missing")),
        workloads);
  }

  /** The name may hold equals signs, as a selector does; the port follows the last one. */
  private static void addWorkload(String arg, Map<String, Integer> workloads) {
    int equals = arg.lastIndexOf('=');
    if (arg.startsWith("--") || equals < 1) {
      throw new IllegalArgumentException(
          "\"" + arg + "\" is neither an option nor a workload; a workload is NAME=PORT");
    }
    String name = arg.substring(0, equals);
    Banner.requireName("workload", name);
    if (workloads.putIfAbsent(name, port(name, arg.substring(equals + 1))) != null) {
      throw new IllegalArgumentException("workload " + name + " is given twice");
    }
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.remove();
  }

  private static int port(String what, String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(portError(what, text), e);
    }
    throw new IllegalArgumentException(portError(what, text));
  }

  private static String portError(String what, String text) {
    return "port of " + what + " must be a number from 0 to 65535, is \"" + text + "\"";
  }
}
