package io.spillway.harness.runtime;

import io.spillway.harness.topology.Network;
import java.util.Map;

/** A runtime that has another one do its work; tests override what is to be otherwise. */
public abstract class ForwardingRuntime implements SiteRuntime {

  private final SiteRuntime runtime;

  /**
   * @param runtime what does the work; closed with this one
   */
  protected ForwardingRuntime(SiteRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public String name() {
    return runtime.name();
  }

  @Override
  public Map<String, String> environment() {
    return runtime.environment();
  }

  @Override
  public RunningNetwork start(Network network, LinkPath links) {
    return runtime.start(network, links);
  }

  @Override
  public void close() {
    runtime.close();
  }
}
