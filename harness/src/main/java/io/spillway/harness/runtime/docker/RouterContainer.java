package io.spillway.harness.runtime.docker;

import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.Volume;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A container of the reference router, as in production with a root file system that cannot be
 * written; only its site file lies in a volume, into which the engine lets files be copied.
 *
 * <p>The image's health check is off: it would take the processor from tests that measure time, and
 * nobody is there whom it would tell.
 */
final class RouterContainer extends GenericContainer<RouterContainer> {

  private static final String FOLDER = "/etc/spillway";
  private static final String SITE_FILE = "site.yaml";

  /** A test is over before the better compiler has paid. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private final String siteFile;

  /**
   * Makes a container that is not created yet.
   *
   * @param image the router's image
   * @param siteFile the text of its site file
   */
  RouterContainer(String image, String siteFile) {
    super(DockerImageName.parse(image));
    this.siteFile = siteFile;
    withEnv("JDK_JAVA_OPTIONS", QUICK_START);
    withCreateContainerCmdModifier(
        command -> {
          command.getHostConfig().withReadonlyRootfs(true);
          command.withVolumes(new Volume(FOLDER));
          command.withHealthcheck(new HealthCheck().withTest(List.of("NONE")));
        });
  }

  @Override
  protected void containerIsCreated(String containerId) {
    putSiteFile(siteFile);
  }

  /**
   * Puts a site file where the router reads it. Testcontainers' own copying goes by way of the
   * root, which is read-only.
   *
   * @param text the file's text
   */
  void putSiteFile(String text) {
    getDockerClient()
        .copyArchiveToContainerCmd(getContainerId())
        .withRemotePath(FOLDER)
        .withTarInputStream(new ByteArrayInputStream(FilesArchive.of(Map.of(SITE_FILE, text))))
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
