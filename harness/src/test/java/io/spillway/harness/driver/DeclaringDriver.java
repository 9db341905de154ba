package io.spillway.harness.driver;

import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.rule.Feature;
import java.util.Set;

/**
 * The reference router, with these features declared.
 *
 * @param features what is declared
 */
public record DeclaringDriver(Set<Feature> features) implements Driver {

  private static final Driver ROUTER = new SpillwayDriver();

  @Override
  public String name() {
    return ROUTER.name();
  }

  @Override
  public String version() {
    return ROUTER.version();
  }

  @Override
  public String render(SitePlan plan) {
    return ROUTER.render(plan);
  }
}
