package io.spillway.suites.selftest;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.LinkFaults;
import io.spillway.harness.probe.ForwardingWorkload;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Listener;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A runtime whose listeners stand behind {@link FaultyFront}s, all but the witnesses' own. What a
 * router does wrong with bytes cannot be said through its policies; it can be done to its clients.
 */
final class DisguisedRuntime implements SiteRuntime {

  /**
   * What is wrong with the router that is played.
   *
   * @param defect what it does to connections on their way
   * @param drops when it resets every connection that is established
   * @param delay how long after that it does so
   */
  private record Disguise(FaultyFront.Defect defect, Drops drops, Duration delay) {}

  /** When established connections are reset. */
  enum Drops {
    NEVER,
    WHEN_A_SITE_IS_LOST,
    /** Only those of listeners whose keys are served there, too. */
    OF_SERVICES_OF_A_LOST_SITE,
    WHEN_A_SITE_RETURNS,
    WHEN_A_LINK_IS_CUT,
    WHEN_A_LINK_IS_SLOWED;

    /** {@return whether it is the moment when this is done to a link} */
    boolean follows(Fault.OnLink fault) {
      return fault instanceof Fault.Cut
          ? this == WHEN_A_LINK_IS_CUT
          : fault instanceof Fault.Latency && this == WHEN_A_LINK_IS_SLOWED;
    }
  }

  private final SiteRuntime runtime;
  private final Disguise disguise;

  private DisguisedRuntime(SiteRuntime runtime, Disguise disguise) {
    this.runtime = runtime;
    this.disguise = disguise;
  }

  /** {@return what makes a runtime's routers do this to connections on their way} */
  static UnaryOperator<SiteRuntime> with(FaultyFront.Defect defect) {
    return runtime ->
        new DisguisedRuntime(runtime, new Disguise(defect, Drops.NEVER, Duration.ZERO));
  }

  /** {@return what makes a runtime's routers reset established connections then} */
  static UnaryOperator<SiteRuntime> dropping(Drops drops) {
    return dropping(drops, Duration.ZERO);
  }

  /** {@return what makes a runtime's routers reset established connections so long after that} */
  static UnaryOperator<SiteRuntime> dropping(Drops drops, Duration delay) {
    return runtime ->
        new DisguisedRuntime(runtime, new Disguise(FaultyFront.Defect.NONE, drops, delay));
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
    return new Disguised(network, runtime.start(network, links), disguise);
  }

  @Override
  public void close() {
    runtime.close();
  }

  /** A running network behind its fronts. */
  private static final class Disguised extends ForwardingNetwork {
    private final Network network;
    private final Disguise disguise;
    private final Map<List<String>, FaultyFront> fronts = new ConcurrentHashMap<>();

    Disguised(Network network, RunningNetwork running, Disguise disguise) {
      super(running);
      this.network = network;
      this.disguise = disguise;
    }

    @Override
    public InetSocketAddress listener(String site, String listener) {
      InetSocketAddress address = super.listener(site, listener);
      if (listener.startsWith("witness-")) {
        return address;
      }
      return fronts
          .computeIfAbsent(
              List.of(site, listener),
              key -> new FaultyFront(() -> super.listener(site, listener), disguise.defect()))
          .address();
    }

    @Override
    public void inject(String site, Fault.OnSite fault) {
      super.inject(site, fault);
      if (disguise.drops() == Drops.WHEN_A_SITE_IS_LOST) {
        drop();
      } else if (disguise.drops() == Drops.OF_SERVICES_OF_A_LOST_SITE) {
        dropServicesOf(site);
      }
    }

    private void dropServicesOf(String lost) {
      Set<String> keys =
          network.site(lost).connectors().stream()
              .map(Connector::routingKey)
              .collect(Collectors.toSet());
      fronts.forEach(
          (at, front) -> {
            if (keysOf(at.get(0), at.get(1)).anyMatch(keys::contains)) {
              front.resetAll();
            }
          });
    }

    private Stream<String> keysOf(String site, String listener) {
      Site at = network.site(site);
      return Stream.concat(
          at.listeners().stream()
              .filter(each -> each.name().equals(listener))
              .map(Listener::routingKey),
          at.multiKeyListeners().stream()
              .filter(each -> each.name().equals(listener))
              .flatMap(each -> each.strategy().routingKeys().stream()));
    }

    @Override
    public void heal(String site) {
      super.heal(site);
      if (disguise.drops() == Drops.WHEN_A_SITE_RETURNS) {
        drop();
      }
      returned(site);
    }

    /** Resets what is established, now or on a timer. */
    private void drop() {
      if (disguise.delay().isZero()) {
        resetAll();
      } else {
        CompletableFuture.delayedExecutor(disguise.delay().toMillis(), TimeUnit.MILLISECONDS)
            .execute(this::resetAll);
      }
    }

    private void resetAll() {
      fronts.values().forEach(FaultyFront::resetAll);
    }

    private void returned(String site) {
      fronts.values().forEach(front -> front.returned(site));
    }

    @Override
    public List<WorkloadHandle> workloads() {
      return super.workloads().stream()
          .<WorkloadHandle>map(workload -> new Watched(workload, this::returned))
          .toList();
    }

    @Override
    public LinkFaults links() {
      LinkFaults links = super.links();
      return new LinkFaults() {
        @Override
        public ActiveFault inject(String site, String link, Fault.OnLink fault) {
          ActiveFault active = links.inject(site, link, fault);
          if (disguise.drops().follows(fault)) {
            drop();
          }
          return active;
        }

        @Override
        public void healAll() {
          links.healAll();
        }
      };
    }

    @Override
    public void close() {
      fronts.values().forEach(FaultyFront::close);
      super.close();
    }
  }

  /** A workload of which somebody is told when it serves again. */
  private static final class Watched extends ForwardingWorkload {

    private final Consumer<String> onReturn;

    /**
     * Wraps a workload.
     *
     * @param onReturn gets its site
     */
    Watched(WorkloadHandle workload, Consumer<String> onReturn) {
      super(workload);
      this.onReturn = onReturn;
    }

    @Override
    public void change(WorkloadState state) {
      boolean back = state == WorkloadState.SERVING && state() == WorkloadState.DEAD;
      super.change(state);
      if (back) {
        onReturn.accept(site());
      }
    }
  }
}
