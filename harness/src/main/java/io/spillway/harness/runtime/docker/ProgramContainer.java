package io.spillway.harness.runtime.docker;

import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.Ulimit;
import io.spillway.harness.driver.Program;
import io.spillway.harness.probe.Watchdog;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A container of a router that is a program of an image: with the program's command in place of the
 * image's own, in a folder that has its files, and that the image's user can write into.
 *
 * <p>The image's health check is off, as it is for {@link RouterContainer}.
 */
final class ProgramContainer extends GenericContainer<ProgramContainer> {

  /** Where the router's files lie and where it runs. */
  static final String FOLDER = "/spillway";

  /**
   * As many as a load may hold, and a few: engines give from a thousand to a milliard, for each of
   * which some routers keep memory ready. An engine gives no more than it has itself, which is what
   * this process has, as a rule.
   */
  private static final long OPEN_FILES = Math.min(65_536, Watchdog.fileLimit());

  private final Map<String, String> files;

  /** Makes a container that is not created yet. */
  ProgramContainer(String image, Program program) {
    super(DockerImageName.parse(image));
    this.files = program.files();
    withEnv(program.environment());
    withCreateContainerCmdModifier(
        command -> {
          command.withEntrypoint(program.command());
          command.withWorkingDir(FOLDER);
          command
              .getHostConfig()
              .withUlimits(List.of(new Ulimit("nofile", OPEN_FILES, OPEN_FILES)));
          command.withHealthcheck(new HealthCheck().withTest(List.of("NONE")));
        });
  }

  @Override
  protected void containerIsCreated(String containerId) {
    getDockerClient()
        .copyArchiveToContainerCmd(containerId)
        .withRemotePath("/")
        .withTarInputStream(
            new ByteArrayInputStream(FilesArchive.ofFolder(FOLDER.substring(1), files)))
        .exec();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
