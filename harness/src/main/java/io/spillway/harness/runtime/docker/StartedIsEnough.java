package io.spillway.harness.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;

/**
 * Leaves it to {@link Readiness} to find out whether a container runs on: that shows its log, and
 * does not wait for Testcontainers' limit of one such question a second for all containers.
 */
final class StartedIsEnough extends StartupCheckStrategy {

  @Override
  public boolean waitUntilStartupSuccessful(DockerClient client, String container) {
    return true;
  }

  @Override
  public StartupStatus checkStartupState(DockerClient client, String container) {
    return StartupStatus.SUCCESSFUL;
  }
}
