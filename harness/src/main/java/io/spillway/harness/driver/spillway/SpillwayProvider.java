package io.spillway.harness.driver.spillway;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverProvider;
import io.spillway.harness.driver.DriverSettings;
import java.util.Map;

/** Offers the reference router. There is nothing to set. */
public final class SpillwayProvider implements DriverProvider {

  /** For the service loader. */
  public SpillwayProvider() {}

  @Override
  public String name() {
    return "spillway";
  }

  @Override
  public String description() {
    return "the reference router, which Spillway ships";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public Driver open(DriverSettings settings) {
    return new SpillwayDriver();
  }
}
