package io.spillway.harness.topology;

import io.spillway.harness.Suggestion;
import io.spillway.harness.topology.Declared.ListenerResource;
import io.spillway.harness.topology.Declared.MultiKeyListenerResource;
import io.spillway.harness.topology.Declared.TrafficSplitResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Works out which listener a TrafficSplit governs: the one of its site whose name its service is,
 * or else whose host.
 */
final class SplitListeners {

  private static final String SERVICE = "spec.service";

  private final Declarations declarations;
  private final Problems problems;
  private final Map<ListenerResource, TrafficSplitResource> governed = new HashMap<>();

  SplitListeners(Declarations declarations, Problems problems) {
    this.declarations = declarations;
    this.problems = problems;
  }

  /** The listener that the split governs; nothing if that is a problem, which is reported. */
  Optional<ListenerResource> of(TrafficSplitResource split) {
    List<ListenerResource> listeners = declarations.of(ListenerResource.class, split.site());
    Optional<ListenerResource> named =
        listeners.stream().filter(one -> one.name().equals(split.service())).findFirst();
    List<ListenerResource> hosts =
        listeners.stream().filter(one -> one.host().equals(split.service())).toList();
    if (named.isEmpty() && hosts.size() != 1) {
      problem(split, hosts.isEmpty() ? nobody(split, listeners) : several(hosts));
      return Optional.empty();
    }
    ListenerResource listener = named.orElseGet(() -> hosts.get(0));
    TrafficSplitResource first = governed.putIfAbsent(listener, split);
    if (first != null) {
      problem(
          split,
          "which "
              + first.origin()
              + " at "
              + first.origin().place()
              + " governs already; keep one of the two");
      return Optional.empty();
    }
    return Optional.of(listener);
  }

  private String nobody(TrafficSplitResource split, List<ListenerResource> listeners) {
    Optional<MultiKeyListenerResource> multi =
        declarations.of(MultiKeyListenerResource.class, split.site()).stream()
            .filter(one -> one.name().equals(split.service()) || one.host().equals(split.service()))
            .findFirst();
    if (multi.isPresent()) {
      return "and " + multi.get().origin() + " has a strategy of its own; split a Listener";
    }
    return "and site "
        + split.site()
        + " has no Listener of that name or host"
        + (listeners.isEmpty()
            ? "; declare one"
            : Suggestion.among(listeners.stream().map(Declared::name).toList(), split.service()));
  }

  private static String several(List<ListenerResource> hosts) {
    return "which is the host of several Listeners; give the name of one: "
        + String.join(", ", hosts.stream().map(Declared::name).toList());
  }

  private void problem(TrafficSplitResource split, String text) {
    problems.add(split.origin(), SERVICE, SERVICE + " is " + split.service() + ", " + text);
  }
}
