package io.spillway.harness.runtime.docker;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.runtime.SiteFiles;
import io.spillway.harness.runtime.WorkloadNews;
import io.spillway.harness.runtime.docker.NetworkLayout.SiteLayout;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;

/**
 * The running containers of one site: its router, which can be killed, frozen and healed, and its
 * workloads. Safe for use by several threads.
 */
final class SiteContainers {

  private enum Router {
    WELL,
    KILLED,
    FROZEN
  }

  private final Engine engine;
  private final SiteLayout layout;
  private final RouterForm form;
  private final Readiness readiness;
  private final RouterEnds ends;
  private final String router;
  private final Optional<InetSocketAddress> workloadControl;
  private final Map<Integer, InetSocketAddress> published;
  private final WorkloadNews news = new WorkloadNews(this::tell);
  private Router state = Router.WELL;

  /**
   * Takes over containers that run and are ready.
   *
   * @param form how the router runs
   * @param readiness waits until it is ready
   * @param ends is told which ends of it are nobody's fault
   * @param router the router
   * @param workloads the stand-in workloads, if the site has any
   */
  SiteContainers(
      Engine engine,
      SiteLayout layout,
      RouterForm form,
      Readiness readiness,
      RouterEnds ends,
      GenericContainer<?> router,
      Optional<GenericContainer<?>> workloads) {
    this.engine = engine;
    this.layout = layout;
    this.form = form;
    this.readiness = readiness;
    this.ends = ends;
    this.router = router.getContainerId();
    this.published = engine.published(this.router);
    this.workloadControl =
        workloads.map(
            container ->
                engine.published(container.getContainerId()).get(NetworkLayout.CONTROL_PORT));
  }

  /** {@return where the site's workloads are asked, if it has any} */
  Optional<InetSocketAddress> workloadControl() {
    return workloadControl;
  }

  /** {@return where a listener is reached; the same also after its router has been killed} */
  InetSocketAddress listener(String name) {
    Map<String, Integer> ports = layout.plan().listenerPorts();
    if (!ports.containsKey(name)) {
      throw new IllegalArgumentException(
          "site %s has no listener %s; its listeners are %s"
              .formatted(layout.name(), name, ports.keySet().stream().sorted().toList()));
    }
    return published.get(ports.get(name));
  }

  String log() {
    return SiteFiles.logOf(engine.log(router));
  }

  /**
   * Kills or freezes the router.
   *
   * @throws FaultException if the engine refuses, as it does for a router that is killed already
   */
  synchronized void inject(Fault.OnSite fault) {
    attempt(
        fault.kind(),
        () -> {
          if (fault instanceof Fault.Kill) {
            kill();
            state = Router.KILLED;
          } else {
            engine.pause(router);
            state = Router.FROZEN;
          }
        });
  }

  /**
   * Starts a killed router again and waits until it is ready; lets a frozen one run on; tells it
   * what it was not told of its workloads.
   *
   * @throws FaultException if the engine refuses or the router does not become ready
   */
  synchronized void heal() {
    attempt(
        "healed",
        () -> {
          switch (state) {
            case WELL -> {}
            case FROZEN -> engine.unpause(router);
            case KILLED -> {
              Instant since = engine.start(router);
              readiness.await(router, since, "router of site " + layout.name());
              news.forget();
            }
          }
          state = Router.WELL;
          news.catchUp();
        });
  }

  private void kill() {
    ends.expect(router);
    try {
      engine.kill(router);
    } catch (RuntimeException e) {
      ends.expectNoMore(router);
      throw e;
    }
  }

  /**
   * Tells the router what the system around it would tell of a workload that has changed, or does
   * when it runs again.
   *
   * @param connector the connector that leads to it
   */
  void workloadChanged(String connector, WorkloadState workload) {
    news.note(connector, workload); // first: who heals it just now tells it what is noted
    if (isWell()) {
      news.pass(connector, workload);
    }
  }

  private synchronized boolean isWell() {
    return state == Router.WELL;
  }

  private void tell(String connector, WorkloadState workload) {
    form.tell(NetworkLayout.reached(layout.plan(), published), connector, workload);
  }

  /** {@return what the router was configured with, by the file's name} */
  Map<String, String> configuration() {
    return form.files(layout.plan());
  }

  private void attempt(String what, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      throw new FaultException(
          "router of site %s (container %s, %s) could not be %s: %s"
              .formatted(layout.name(), layout.routerName(), state, what, e.getMessage()),
          e);
    }
  }
}
