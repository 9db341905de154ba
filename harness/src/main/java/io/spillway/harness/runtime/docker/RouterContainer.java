package io.spillway.harness.runtime.docker;

import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.Volume;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
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
  private static final int READABLE_BY_ALL = 0644;

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
        .withTarInputStream(new ByteArrayInputStream(archive(text)))
        .exec();
  }

  private static byte[] archive(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      Transferable.of(text.getBytes(StandardCharsets.UTF_8), READABLE_BY_ALL)
          .transferTo(tar, SITE_FILE);
    } catch (IOException e) {
      throw new UncheckedIOException("an archive in memory", e);
    }
    return bytes.toByteArray();
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
