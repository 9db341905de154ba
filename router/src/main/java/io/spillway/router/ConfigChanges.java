package io.spillway.router;

import io.spillway.router.admin.ReloadResult;
import io.spillway.router.admin.ReloadResult.Action;
import io.spillway.router.admin.ReloadResult.Change;
import io.spillway.router.config.RouterConfig;
import io.spillway.router.config.RouterConfig.Access;
import io.spillway.router.config.RouterConfig.Connector;
import io.spillway.router.config.RouterConfig.HealthCheck;
import io.spillway.router.config.RouterConfig.Link;
import io.spillway.router.config.RouterConfig.Listener;
import io.spillway.router.config.RouterConfig.Strategy;
import io.spillway.router.link.LinkChanges;
import io.spillway.router.link.LinkTarget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is different between two configurations of a router. Immutable. */
final class ConfigChanges {

  private final RouterConfig before;
  private final RouterConfig after;

  /**
   * Compares two configurations.
   *
   * @param before what the router does now
   * @param after what it is to do
   */
  ConfigChanges(RouterConfig before, RouterConfig after) {
    this.before = before;
    this.after = after;
  }

  /** {@return what cannot be changed while a router runs, a sentence each} */
  List<String> refusals() {
    List<String> refusals = new ArrayList<>();
    if (!before.site().equals(after.site())) {
      refusals.add(
          "the site's name cannot be changed from '"
              + before.site()
              + "' to '"
              + after.site()
              + "' while it runs. Start a router of that name instead.");
    }
    Map<String, Listener> known = named(before.listeners(), Listener::name);
    for (Listener listener : after.listeners()) {
      Optional.ofNullable(known.get(listener.name()))
          .filter(old -> !resource(old.strategy()).equals(resource(listener.strategy())))
          .ifPresent(old -> refusals.add(immutable(old, listener)));
    }
    return refusals;
  }

  private static String immutable(Listener old, Listener next) {
    return "listener '"
        + old.name()
        + "' cannot change from "
        + resource(old.strategy())
        + " to "
        + resource(next.strategy())
        + ": a listener's kind and a MultiKeyListener's strategy are immutable."
        + " Add a listener of another name instead.";
  }

  /** {@return what a listener is for good; a TrafficSplit comes to a Listener, and goes again} */
  private static String resource(Strategy strategy) {
    return strategy instanceof Strategy.Single || strategy instanceof Strategy.Split
        ? "a Listener"
        : "a MultiKeyListener with the strategy " + strategy(strategy);
  }

  /** {@return what a strategy is called} */
  static String strategy(Strategy strategy) {
    return strategy.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /**
   * {@return whether links of others are accepted elsewhere, with other credentials, or not at all,
   * from now on}
   */
  boolean isAccessChanged() {
    return !before
            .access()
            .map(ConfigChanges::place)
            .equals(after.access().map(ConfigChanges::place))
        || !before.access().flatMap(Access::tls).equals(after.access().flatMap(Access::tls));
  }

  /** {@return what becomes of the links that this router opens} */
  LinkChanges links() {
    Map<String, Link> old = named(before.links(), Link::name);
    Map<String, Link> next = named(after.links(), Link::name);
    List<String> closed = new ArrayList<>();
    List<LinkTarget> opened = new ArrayList<>();
    Map<String, Integer> costs = new LinkedHashMap<>();
    for (Link link : before.links()) {
      if (!next.containsKey(link.name()) || !sameWay(link, next.get(link.name()))) {
        closed.add(link.name());
      }
    }
    for (Link link : after.links()) {
      if (!old.containsKey(link.name()) || closed.contains(link.name())) {
        opened.add(Wiring.target(link));
      } else if (old.get(link.name()).cost() != link.cost()) {
        costs.put(link.name(), link.cost());
      }
    }
    return new LinkChanges(closed, opened, costs);
  }

  private static boolean sameWay(Link one, Link other) {
    return place(one).equals(place(other)) && one.tls().equals(other.tls());
  }

  /** {@return everything that is different, for people} */
  ReloadResult result() {
    List<Change> changes = new ArrayList<>();
    compare(
        changes,
        "RouterAccess",
        named(before.access().stream().toList(), Access::name),
        named(after.access().stream().toList(), Access::name),
        ConfigChanges::place,
        access -> tls(access.tls()).orElse("no tlsCredentials"));
    compare(
        changes,
        "Link",
        named(before.links(), Link::name),
        named(after.links(), Link::name),
        ConfigChanges::place,
        link -> "cost " + link.cost() + tls(link.tls()).map(t -> ", " + t).orElse(""));
    compare(
        changes,
        "Listener",
        named(before.listeners(), Listener::name),
        named(after.listeners(), Listener::name),
        listener -> listener.host() + ":" + listener.port(),
        listener -> strategy(listener.strategy()) + " " + keys(listener.strategy()));
    compare(
        changes,
        "Connector",
        named(before.connectors(), Connector::name),
        named(after.connectors(), Connector::name),
        connector -> connector.host() + ":" + connector.port(),
        connector ->
            "key " + connector.routingKey() + ", health check " + health(connector.health()));
    return new ReloadResult(changes);
  }

  private static <T> void compare(
      List<Change> changes,
      String kind,
      Map<String, T> old,
      Map<String, T> next,
      Function<T, String> place,
      Function<T, String> rest) {
    old.forEach(
        (name, value) -> {
          if (!next.containsKey(name)) {
            changes.add(new Change(kind, name, Action.REMOVED, place.apply(value)));
          }
        });
    next.forEach(
        (name, value) -> {
          T earlier = old.get(name);
          if (earlier == null) {
            changes.add(new Change(kind, name, Action.ADDED, place.apply(value)));
            return;
          }
          if (!place.apply(earlier).equals(place.apply(value))) {
            String detail = place.apply(earlier) + " -> " + place.apply(value);
            changes.add(new Change(kind, name, Action.MOVED, detail));
          }
          if (!rest.apply(earlier).equals(rest.apply(value))) {
            String detail = rest.apply(earlier) + " -> " + rest.apply(value);
            changes.add(new Change(kind, name, Action.CHANGED, detail));
          } else if (!earlier.equals(value) && place.apply(earlier).equals(place.apply(value))) {
            changes.add(new Change(kind, name, Action.CHANGED, "other credentials"));
          }
        });
  }

  private static String place(Access access) {
    return access.host() + ":" + access.port();
  }

  private static String place(Link link) {
    return link.host() + ":" + link.port();
  }

  private static Optional<String> tls(Optional<RouterConfig.Tls> tls) {
    return tls.map(t -> "tlsCredentials " + t.name());
  }

  private static String health(HealthCheck health) {
    return health instanceof HealthCheck.Http http
        ? http.url().toString()
        : health.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** {@return the keys of a strategy, with what says how they are used} */
  private static String keys(Strategy strategy) {
    if (strategy instanceof Strategy.Weighted weighted) {
      return weighted.weights().toString();
    }
    if (strategy instanceof Strategy.Split split) {
      return split.weights()
          + ", primary "
          + split.primary()
          + (split.controlled() ? ", controlled" : "");
    }
    return Wiring.keys(strategy).toString();
  }

  private static <T> Map<String, T> named(Collection<T> values, Function<T, String> name) {
    return values.stream()
        .collect(Collectors.toMap(name, Function.identity(), (a, b) -> b, LinkedHashMap::new));
  }
}
