package io.spillway.harness.driver;

import io.spillway.harness.rule.Feature;
import java.util.Optional;
import java.util.Set;

/** A router under test, as the harness needs to know it. Stateless. */
public interface Driver {

  /** {@return the name by which users choose it, such as {@code spillway}} */
  String name();

  /** {@return the router's own version} */
  String version();

  /** {@return what the router can do; rules that need more are not applicable} */
  Set<Feature> features();

  /** {@return the router's configuration for this site, in the router's own format} */
  String render(SitePlan plan);

  /**
   * {@return what a stranger may say at the port at which a router takes links, to be answered with
   * at least one byte and forgotten: nothing about the network changes, and it is no mistake that a
   * router would log}
   *
   * <p>With it the harness sees for itself that a link swallows or delays bytes. Empty if there is
   * nothing like that: then it only sees that a link is cut, and a rule that needs another fault of
   * a link is inconclusive, except where the traffic itself shows the fault.
   */
  default Optional<byte[]> linkQuestion() {
    return Optional.empty();
  }
}
