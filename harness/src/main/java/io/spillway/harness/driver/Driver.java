package io.spillway.harness.driver;

import io.spillway.harness.rule.Feature;
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
}
