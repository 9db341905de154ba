package io.spillway.harness.runtime.docker;

import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** Leaves the waiting to {@link Readiness}, which also works after a restart. */
final class NothingToWaitFor extends AbstractWaitStrategy {

  @Override
  protected void waitUntilReady() {}
}
