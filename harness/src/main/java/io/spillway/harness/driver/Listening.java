package io.spillway.harness.driver;

import io.spillway.harness.driver.SitePlan.HostPort;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Whether a router listens where its plan says, for routers that do not say it themselves. */
public final class Listening {

  private Listening() {}

  /**
   * {@return the sight of a router that is ready when all its ports listen}
   *
   * @param plan says where, for clients and for other sites
   * @param output of the router, where it runs
   */
  public static Sight everywhere(SitePlan plan, ProgramOutput output) {
    return forOtherSites(plan, output)
        .or(() -> forClients(plan, output))
        .map(Sight::missing)
        .orElse(Sight.READY);
  }

  /**
   * {@return what is wrong with the first port for other sites that is not as planned, and what it
   * is for; empty if all is well}
   */
  static Optional<String> forOtherSites(SitePlan plan, ProgramOutput output) {
    Map<String, HostPort> planned =
        plan.channels()
            .map(channels -> at(plan, "the channel ", channels.ports()))
            .orElseGet(() -> Map.of("other sites", new HostPort(plan.bindHost(), plan.linkPort())));
    return problem(planned, output::portProblem);
  }

  /**
   * {@return what is wrong with the first port for clients that is not as planned, and what it is
   * for; empty if all is well, or if the system does not tell}
   */
  static Optional<String> forClients(SitePlan plan, ProgramOutput output) {
    return problem(at(plan, "the listener ", plan.listenerPorts()), output::clientPortProblem);
  }

  private static Optional<String> problem(
      Map<String, HostPort> planned, Function<HostPort, Optional<String>> asked) {
    return planned.entrySet().stream()
        .flatMap(
            port ->
                asked
                    .apply(port.getValue())
                    .map(words -> words + ", for " + port.getKey())
                    .stream())
        .findFirst();
  }

  private static Map<String, HostPort> at(SitePlan plan, String what, Map<String, Integer> ports) {
    Map<String, HostPort> planned = new LinkedHashMap<>();
    new TreeMap<>(ports)
        .forEach((name, port) -> planned.put(what + name, new HostPort(plan.bindHost(), port)));
    return planned;
  }
}
