package io.spillway.harness.driver;

import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.topology.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A driver that is held to its contract: a router that is said to be ready listens where it was
 * told to. A breach is the driver's error, and no rule's failure.
 */
public final class ValidatingDriver implements ProgramDriver {

  private final ProgramDriver driver;

  /** Holds this driver to its contract. */
  public ValidatingDriver(ProgramDriver driver) {
    this.driver = driver;
  }

  /**
   * {@inheritDoc}
   *
   * @throws DriverException if it is said to be ready, and does not listen at a port of its plan
   */
  @Override
  public Sight look(SitePlan plan, ProgramOutput output) {
    Sight sight = driver.look(plan, output);
    if (sight.isReady()) {
      Listening.forOtherSites(plan, output)
          .or(
              () ->
                  driver.listensUnserved() ? Listening.forClients(plan, output) : Optional.empty())
          .ifPresent(
              problem -> {
                throw new DriverException(
                    "the router %s of site %s is said to be ready, but %s"
                        .formatted(name(), plan.site().name(), problem));
              });
    }
    return sight;
  }

  @Override
  public Sight lookAround(SitePlan plan, Set<String> keys) {
    return driver.lookAround(plan, keys);
  }

  @Override
  public String name() {
    return driver.name();
  }

  @Override
  public String version() {
    return driver.version();
  }

  @Override
  public Set<Feature> features() {
    return driver.features();
  }

  @Override
  public String render(SitePlan plan) {
    return driver.render(plan);
  }

  @Override
  public Optional<byte[]> linkQuestion() {
    return driver.linkQuestion();
  }

  @Override
  public List<String> channels(Network network) {
    return driver.channels(network);
  }

  @Override
  public List<String> ports() {
    return driver.ports();
  }

  @Override
  public Optional<String> image() {
    return driver.image();
  }

  @Override
  public Program program(SitePlan plan, Path folder) {
    return driver.program(plan, folder);
  }

  @Override
  public boolean listensUnserved() {
    return driver.listensUnserved();
  }

  @Override
  public void workloadChanged(SitePlan plan, String connector, WorkloadState state) {
    driver.workloadChanged(plan, connector, state);
  }

  @Override
  public Optional<String> controlLine(SitePlan plan, String connector, WorkloadState state) {
    return driver.controlLine(plan, connector, state);
  }
}
