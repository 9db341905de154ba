package io.spillway.harness.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import io.spillway.harness.runtime.RuntimeStartException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;

/** The images at an engine: pulled or built when they are not there yet. */
final class Images {

  private static final Logger LOG = LoggerFactory.getLogger(Images.class);
  private static final Duration PULL_LIMIT = Duration.ofMinutes(5);

  private final Engine engine;
  private final String otherwise;

  /**
   * Asks an engine.
   *
   * @param otherwise the runtime that needs no images, for errors
   */
  Images(Engine engine, String otherwise) {
    this.engine = engine;
    this.otherwise = otherwise;
  }

  /**
   * Pulls an image unless the engine has it.
   *
   * @param name the image's name with its tag
   * @param property the system property with which users name another one
   * @return the image's id
   * @throws RuntimeStartException if it is not there and cannot be pulled; with what to do
   */
  String provide(String name, String property) {
    return id(name)
        .orElseGet(
            () -> {
              LOG.info("pulling image {}", name);
              pull(name, property);
              return id(name)
                  .orElseThrow(() -> missing(name, property, "the pull brought nothing", null));
            });
  }

  /**
   * Builds an image unless the engine has it.
   *
   * @param recipe what it is built from
   * @param base the image that it is built on
   * @param baseId that image's id
   * @return the image's name with its tag
   * @throws RuntimeStartException if the engine cannot build it
   */
  String build(ImageRecipe recipe, String base, String baseId) {
    String name = recipe.taggedName(baseId);
    if (id(name).isPresent()) {
      return name;
    }
    LOG.info("building image {} on {}", name, base);
    try {
      ImageFromDockerfile image = new ImageFromDockerfile(name, false).withBuildArg("BASE", base);
      for (var file : recipe.files().entrySet()) {
        image = image.withFileFromTransferable(file.getKey(), Transferable.of(file.getValue()));
      }
      return image.get();
    } catch (RuntimeException e) {
      throw new RuntimeStartException(
          "the engine could not build image %s on %s: %s".formatted(name, base, e.getMessage()), e);
    }
  }

  private Optional<String> id(String name) {
    try {
      return Optional.of(engine.client().inspectImageCmd(name).exec().getId());
    } catch (NotFoundException absent) {
      return Optional.empty();
    }
  }

  private void pull(String name, String property) {
    Pull pull = new Pull();
    try {
      boolean done =
          engine
              .client()
              .pullImageCmd(name)
              .exec(pull)
              .awaitCompletion(PULL_LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!done) {
        throw missing(name, property, "not pulled within " + PULL_LIMIT.toMinutes() + " min", null);
      }
      if (pull.failure != null) {
        throw missing(name, property, pull.failure.getMessage(), pull.failure);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw missing(name, property, "interrupted while pulling it", e);
    }
  }

  private RuntimeStartException missing(String name, String property, String why, Throwable cause) {
    return new RuntimeStartException(
        "the engine has no image %s and cannot pull it: %s. Load it there (docker load), name another one with -D%s, or use -Dspillway.runtime=%s"
            .formatted(name, why, property, otherwise),
        cause);
  }

  /**
   * A pull whose failure becomes an exception of ours, and not a stack trace in the log as well.
   */
  private static final class Pull extends ResultCallback.Adapter<PullResponseItem> {

    private volatile Throwable failure;

    @Override
    public void onError(Throwable throwable) {
      failure = throwable;
      onComplete();
    }
  }
}
