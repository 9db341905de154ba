package io.spillway.harness.runtime;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.probe.workload.Knock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The ports that the routers of a running network connect to, for connections of the harness's own:
 * they see for themselves whether a link or a workload is as it is said to be. They come from where
 * the routers' connections come from, as near as the runtime gets to that. Safe for use by several
 * threads.
 *
 * <p>Whoever knocks at a link's door knocks at its proxy, and through it at the other site's
 * router. It says nothing, or what the driver knows to do no harm.
 */
public final class Doors {

  private static final byte[] NOTHING = {};

  private static final byte[] READY_QUESTION =
      ("GET " + SitePlan.READINESS_PATH + " HTTP/1.1\r\nHost: spillway\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final Optional<byte[]> question;
  private final Map<String, SitePlan> plans;
  private final Knocker knocker;

  /** How a runtime opens such a connection. */
  public interface Knocker {

    /**
     * Does what {@link Knock#at} does.
     *
     * @param site the site whose router connects there
     * @param at where, as that router is told
     * @param words what is said
     * @param patience how long to wait
     * @return how it was received; empty if this runtime cannot open connections from there
     * @throws java.io.UncheckedIOException if that does not work
     */
    Optional<Knock> knock(String site, HostPort at, byte[] words, Duration patience);
  }

  /**
   * Creates the doors of a network.
   *
   * @param driver the router's, which knows what may be said to one
   * @param plans where everything is, by site
   * @param knocker opens the connections
   */
  public Doors(Driver driver, Map<String, SitePlan> plans, Knocker knocker) {
    this.question = driver.linkQuestion();
    this.plans = Map.copyOf(plans);
    this.knocker = knocker;
  }

  /**
   * Opens a connection where the site's router dials this link, and says nothing.
   *
   * @return how it was received; empty if this runtime cannot open one
   * @throws IllegalArgumentException if there is no such link
   * @throws java.io.UncheckedIOException if the harness could not try
   */
  public Optional<Knock> link(String site, String link, Duration patience) {
    return knocker.knock(site, peer(site, link), NOTHING, patience);
  }

  /**
   * Asks the router at the other end of a link something, over a connection through the link.
   *
   * @return how it was received; empty if this runtime cannot open one, or the driver knows nothing
   *     to ask
   * @throws IllegalArgumentException if there is no such link
   * @throws java.io.UncheckedIOException if the harness could not try
   */
  public Optional<Knock> askThroughLink(String site, String link, Duration patience) {
    HostPort peer = peer(site, link);
    return question.flatMap(words -> knocker.knock(site, peer, words, patience));
  }

  /**
   * Opens a connection where the site's router connects for this connector, and says nothing.
   *
   * @return how it was received; empty if this runtime cannot open one
   * @throws IllegalArgumentException if there is no such connector
   * @throws java.io.UncheckedIOException if the harness could not try
   */
  public Optional<Knock> workload(String site, String connector, Duration patience) {
    HostPort workload = planned("connector", connector, site, plan(site).workloads());
    return knocker.knock(site, workload, NOTHING, patience);
  }

  /**
   * Asks a workload whether it is ready, as the site's router does.
   *
   * @return how it was received; empty if it does not tell, or this runtime cannot open one
   * @throws java.io.UncheckedIOException if the harness could not try
   */
  public Optional<Knock> readiness(String site, String connector, Duration patience) {
    return Optional.ofNullable(plan(site).readiness().get(connector))
        .flatMap(at -> knocker.knock(site, at, READY_QUESTION, patience));
  }

  private HostPort peer(String site, String link) {
    return planned("link", link, site, plan(site).peers());
  }

  private SitePlan plan(String site) {
    return Optional.ofNullable(plans.get(site))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no site " + site + ", only " + new TreeSet<>(plans.keySet())));
  }

  private static HostPort planned(
      String what, String name, String site, Map<String, HostPort> addresses) {
    return Optional.ofNullable(addresses.get(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "site %s has no %s %s, only %s"
                        .formatted(site, what, name, new TreeSet<>(addresses.keySet()))));
  }
}
