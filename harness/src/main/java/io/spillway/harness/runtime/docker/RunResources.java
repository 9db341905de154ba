package io.spillway.harness.runtime.docker;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import io.spillway.harness.runtime.ProcessIdentity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that one runtime has at the engine, known by its labels, and how it goes away again:
 * when it is closed, when the JVM ends, and, for runs that could do neither, when a later run
 * begins. Safe for use by several threads.
 */
final class RunResources implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunResources.class);
  private static final String NETWORK = "io.spillway.network";
  private static final int REMOVALS_AT_ONCE = 8;
  private static final Duration CREATION_LIMIT = Duration.ofSeconds(15);

  private final Engine engine;
  private final RunOwner owner;
  private final Thread hook = new Thread(this::removeAll, "spillway-docker-cleanup");
  private int creating;
  private boolean closed;

  private RunResources(Engine engine, RunOwner owner) {
    this.engine = engine;
    this.owner = owner;
  }

  /** {@return the resources of a run that begins; they go away at the latest with this JVM} */
  static RunResources begin(Engine engine, RunOwner owner) {
    RunResources resources = new RunResources(engine, owner);
    Runtime.getRuntime().addShutdownHook(resources.hook);
    return resources;
  }

  /** {@return the labels of what belongs to the whole run} */
  Map<String, String> labels() {
    return owner.labels();
  }

  /** {@return the labels of what belongs to one network of the run} */
  Map<String, String> labels(String network) {
    Map<String, String> labels = new HashMap<>(owner.labels());
    labels.put(NETWORK, network);
    return labels;
  }

  /** {@return the label that what belongs to one network of the run carries, and nothing else} */
  static String label(String network) {
    return NETWORK + "=" + network;
  }

  /**
   * Creates something at the engine. What is being created while the JVM ends is still found and
   * removed.
   *
   * @throws IllegalStateException if the run has ended
   */
  void create(Runnable creation) {
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the docker runtime is closed");
      }
      creating++;
    }
    try {
      creation.run();
    } finally {
      synchronized (this) {
        creating--;
        notifyAll();
      }
    }
  }

  /** Removes what belongs to one network of the run. */
  void remove(String network) {
    removeLabelled(label(network));
  }

  /** Removes everything. Does nothing the second time. */
  @Override
  public void close() {
    removeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException jvmEnds) {
      return; // and the hook finds nothing left
    }
  }

  /** Removes what crashed runs of processes that no longer exist have left at the engine. */
  static void removeLeftovers(Engine engine) {
    Function<Map<String, String>, Stream<String>> goneRun =
        labels -> RunOwner.of(labels).filter(RunOwner::isGone).map(RunOwner::run).stream();
    List<String> gone =
        Stream.concat(
                engine.containers(RunOwner.RUN).stream().map(Container::getLabels),
                engine.networks(RunOwner.RUN).stream().map(Network::getLabels))
            .flatMap(goneRun)
            .distinct()
            .toList();
    for (String run : gone) {
      LOG.info("removing what the crashed run {} left at the engine", run);
      new RunResources(engine, new RunOwner(run, new ProcessIdentity("", 0, 0))).removeAll();
    }
  }

  private void removeAll() {
    synchronized (this) {
      closed = true;
      awaitCreations();
    }
    removeLabelled(RunOwner.RUN + "=" + owner.run());
  }

  private synchronized void awaitCreations() {
    long deadlineNanos = System.nanoTime() + CREATION_LIMIT.toNanos();
    try {
      for (long left = CREATION_LIMIT.toNanos();
          creating > 0 && left > 0;
          left = deadlineNanos - System.nanoTime()) {
        wait(Math.max(1, left / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tries everything, and reports what is left; also for a thread that has been interrupted. */
  private void removeLabelled(String label) {
    boolean interrupted = Thread.interrupted();
    try {
      List<String> containers = engine.containers(label).stream().map(Container::getId).toList();
      Parallel.each(containers, REMOVALS_AT_ONCE, engine::removeContainer);
      Parallel.each(engine.networks(label), REMOVALS_AT_ONCE, this::removeNetwork);
    } catch (RuntimeException e) {
      LOG.warn(
          "could not remove everything labelled {} from the engine; the next run tries again, or: "
              + "docker rm -f $(docker ps -aqf label={}); "
              + "docker network prune -f --filter label={}",
          label,
          label,
          label,
          e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Toxiproxy outlives the networks that it is in, so it has to leave them. */
  private void removeNetwork(Network network) {
    engine
        .containersIn(network.getId())
        .forEach(container -> engine.disconnect(container, network.getId()));
    engine.removeNetwork(network.getId());
  }
}
