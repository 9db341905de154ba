package io.spillway.harness.run;

import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.DriverProvider;
import io.spillway.harness.driver.DriverSettings;
import io.spillway.harness.driver.RouterImage;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.docker.DockerRuntime;
import io.spillway.harness.runtime.select.RuntimeChoice;
import io.spillway.harness.runtime.select.RuntimeKind;
import java.util.List;

/**
 * Where a router runs that may be a program of this machine, and comes in an image as well. Nothing
 * is looked for where it does not run.
 *
 * @param provider the driver's
 * @param settings what the user has set for it
 * @param containers what there is at a container engine
 */
record ImagedRouter(DriverProvider provider, DriverSettings settings, Containers containers) {

  private static final List<RuntimeKind> POSSIBLE =
      List.of(RuntimeKind.PROCESS, RuntimeKind.DOCKER);

  /** What there is at a container engine. */
  interface Containers {

    /**
     * {@return the docker runtime, chosen for want of another}
     *
     * @throws RuntimeStartException if no engine answers
     */
    RuntimeChoice choose(String why);

    /**
     * {@return the image, which the engine has}
     *
     * @throws RuntimeStartException if it cannot be had
     */
    RouterImage image(String name);
  }

  /** Those of the engine that answers. */
  record AtTheEngine(String driver) implements Containers {

    @Override
    public RuntimeChoice choose(String why) {
      return RuntimeChoice.docker(why);
    }

    @Override
    public RouterImage image(String name) {
      return DockerRuntime.image(driver, name);
    }
  }

  /**
   * Chooses: as the user asks; else docker if an image is named; else this machine if the program
   * is there; else docker if an engine answers, unless the user has said where the program is.
   *
   * @param asked what {@value RuntimeChoice#PROPERTY} says
   * @throws RuntimeException if the router is not to be had where it is to run; says why, and how
   *     it is got or set
   */
  TestedRouter choose(String asked) {
    if (!RuntimeChoice.isOpen(asked)) {
      RuntimeChoice choice = RuntimeChoice.choose(asked, provider.name(), POSSIBLE);
      return choice.kind() == RuntimeKind.DOCKER ? inContainers(choice) : here(choice);
    }
    if (settings.value(DriverSettings.IMAGE).isPresent()) {
      return inContainers(
          containers.choose(settings.property(DriverSettings.IMAGE) + " names an image"));
    }
    try {
      return here(new RuntimeChoice(RuntimeKind.PROCESS, "its program is on this machine"));
    } catch (DriverException missing) {
      if (settings.value(DriverSettings.BINARY).isPresent()) {
        throw missing;
      }
      return inContainers(insteadOf(missing));
    }
  }

  private RuntimeChoice insteadOf(DriverException missing) {
    try {
      return containers.choose(missing.getMessage());
    } catch (RuntimeStartException noEngine) {
      throw new DriverException(noEngine.getMessage(), missing);
    }
  }

  private TestedRouter here(RuntimeChoice choice) {
    refuse(
        DriverSettings.IMAGE,
        "names an image, and the process runtime runs a program of this machine",
        RuntimeKind.DOCKER);
    return new TestedRouter(provider.open(settings), choice);
  }

  private TestedRouter inContainers(RuntimeChoice choice) {
    refuse(
        DriverSettings.BINARY,
        "names a program of this machine, and the docker runtime runs the one of an image",
        RuntimeKind.PROCESS);
    String image =
        settings.value(DriverSettings.IMAGE).orElseGet(() -> provider.image().orElseThrow());
    return new TestedRouter(provider.open(settings, containers.image(image)), choice);
  }

  /** Refuses a setting that would have no effect. */
  private void refuse(String setting, String why, RuntimeKind other) {
    settings
        .value(setting)
        .ifPresent(
            value -> {
              throw new DriverException(
                  "%s=%s %s; leave it out, or use -D%s=%s"
                      .formatted(
                          settings.property(setting),
                          value,
                          why,
                          RuntimeChoice.PROPERTY,
                          other.word()));
            });
  }
}
