package io.spillway.harness.run;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.LinkFaults;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.io.FaultScope;
import io.spillway.harness.history.io.HistoryRecorder;
import io.spillway.harness.history.io.PhaseScope;
import io.spillway.harness.probe.Prober;
import io.spillway.harness.probe.Target;
import io.spillway.harness.probe.UnsettledException;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What a {@link Scenario} plays on: a running network, a prober, and faults whose effect is
 * watched: that of a site's fault by a second prober, that of a workload's or a link's fault by
 * connections past the routers. A fault that nobody sees take effect is recorded as one that was
 * not observed. Used by one thread.
 */
public final class Stage {

  /** Every route must be known by then; a router that needs longer has not converged at all. */
  private static final Duration CONVERGENCE_LIMIT = Duration.ofSeconds(30);

  /** What is wrong with a key for so long, when its workloads can be reached, is the router's. */
  private static final Duration KEY_LIMIT = Duration.ofSeconds(10);

  /** A fault must be seen to act by then, and a healed site to answer. */
  private static final Duration EFFECT_LIMIT = Duration.ofSeconds(30);

  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final String CONVERGE = "converge";
  private static final String CONTROL = "control";
  static final String WITNESS = "witness";

  private final RunningNetwork network;
  private final HistoryRecorder recorder;
  private final Prober prober;
  private final Prober witness;
  private final Seed seed;
  private final String scenario;
  private final Map<String, LinkProbe> linkProbes = new HashMap<>();

  Stage(
      RunningNetwork network,
      HistoryRecorder recorder,
      Prober prober,
      Prober witness,
      Seed seed,
      String scenario) {
    this.network = network;
    this.recorder = recorder;
    this.prober = prober;
    this.witness = witness;
    this.seed = seed;
    this.scenario = scenario;
  }

  /** {@return the prober of this scenario's load} */
  public Prober prober() {
    return prober;
  }

  /** {@return a random stream of this scenario's own for this concern, from the run's seed} */
  public SplittableRandom random(String concern) {
    return seed.stream(scenario + ": " + concern);
  }

  /** {@return where clients of this site reach this listener} */
  public Target target(String site, String listener) {
    return new Target(site, listener, () -> network.listener(site, listener));
  }

  /**
   * Begins a phase; closing it ends it.
   *
   * @param name unique in this scenario
   * @param attributes what the check wants to know, {@code role} above all
   */
  public PhaseScope phase(String name, Map<String, String> attributes) {
    return recorder.phase(name, attributes);
  }

  /** {@return how many attempts were started so far, which is the index of the next one} */
  public int attempts() {
    return recorder.attempts();
  }

  /** {@return whether every workload has seen all its connections close} */
  public boolean settled() {
    return open() == 0;
  }

  /** {@return how many connections the workloads have that they have not seen close} */
  public long open() {
    return network.workloads().stream().mapToLong(WorkloadHandle::open).sum();
  }

  /**
   * Waits until every workload has seen all its connections close.
   *
   * @throws UnsettledException if one has not, in time
   */
  public void settle() {
    try {
      Awaitility.await("every workload reports 0 open connections")
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .atMost(SETTLE_LIMIT)
          .until(this::settled);
    } catch (ConditionTimeoutException e) {
      throw new UnsettledException(
          "waited "
              + SETTLE_LIMIT.toSeconds()
              + " s in vain until every workload reports 0 open connections",
          e);
    }
  }

  /**
   * Has every workload close, before its client does, the connections that are open at it now.
   *
   * @throws java.io.UncheckedIOException if one cannot be asked
   */
  public void hangUp() {
    network.workloads().forEach(WorkloadHandle::hangUp);
  }

  /**
   * Reaches every workload from every site, waiting for routes to converge, and records one attempt
   * for each in the phase {@code control}. Where not even the workload's own site reaches it, no
   * check judges. Waits as well until every routing key is served where clients come in. What never
   * is, though it serves at its own site, is for the rules to judge.
   */
  void control() {
    List<Target> targets = new ArrayList<>();
    for (Site ingress : network.network().sites()) {
      for (Site site : network.network().sites()) {
        for (Connector connector : Witness.ownConnectors(site)) {
          targets.add(target(ingress.name(), Witness.listenerName(site.name(), connector.name())));
        }
      }
    }
    boolean converged = true;
    try (var converging = recorder.phase(CONVERGE, Map.of("role", CONVERGE))) {
      for (Target target : targets) {
        converged = converged && reached(target, prober, CONVERGE, CONVERGENCE_LIMIT);
      }
      if (converged) {
        awaitKeys();
      }
    }
    try (var control = recorder.phase(CONTROL, Map.of("role", CONTROL))) {
      targets.forEach(target -> prober.attempt(target, CONTROL));
    }
    settle();
  }

  private void awaitKeys() {
    for (Site ingress : network.network().sites()) {
      for (String listener : Witness.keyListeners(ingress)) {
        reached(target(ingress.name(), listener), prober, CONVERGE, KEY_LIMIT);
      }
    }
  }

  /** Lets load go on for this long. */
  public void let(Duration duration) {
    Awaitility.await("load for " + duration)
        .pollDelay(duration)
        .pollInterval(POLL)
        .atMost(duration.plus(SETTLE_LIMIT))
        .until(() -> true);
  }

  /**
   * Waits until a witness at the ingress site no longer reaches that site, or the limit has passed.
   */
  public void awaitUnreached(String ingress, String site, Duration limit) {
    Target remote = witnessOf(ingress, site);
    await(site + " to be out of reach from " + ingress, limit, () -> failsTwice(remote));
  }

  /** Waits until a witness at the ingress site reaches that site, or the limit has passed. */
  public void awaitReached(String ingress, String site, Duration limit) {
    reached(witnessOf(ingress, site), witness, WITNESS, limit);
  }

  /**
   * Does this to a site and waits until its own witness, which no other site's router takes part
   * in, has seen the effect. Load that was started goes on meanwhile.
   *
   * @param phase the phase that the fault belongs to
   */
  public SiteFault inject(String phase, String site, Fault.OnSite fault) {
    Target own = witnessOf(site, site);
    FaultScope scope = recorder.fault(phase, fault.kind(), site, fault.description());
    network.inject(site, fault);
    if (await(
        "witness of " + site + " to see it " + fault.kind(), EFFECT_LIMIT, () -> failsTwice(own))) {
      scope.observed();
    }
    return new SiteFault(site, own, scope);
  }

  /**
   * Does this to a workload and waits until a connection to its port, from where the site's router
   * connects from and past it, has met the effect. It acted when that connection began: to see that
   * nothing answers takes a while. Load that was started goes on meanwhile.
   *
   * @param phase the phase that the fault belongs to
   * @param site the workload's site
   * @param connector a connector that leads to it; others that share it are hit as well
   * @throws IllegalArgumentException if the site has no such connector, if its workload is a real
   *     one, or if it is to say that it is not ready and was not declared to say so
   * @throws io.spillway.harness.fault.FaultException if that does not work
   */
  public WorkloadFault inject(String phase, String site, String connector, Fault.OnWorkload fault) {
    StandIn standIn = StandIn.behind(network, site, connector);
    standIn.require(fault);
    FaultScope scope = recorder.fault(phase, fault.kind(), standIn.label(), fault.description());
    standIn.inject(fault);
    AtomicLong began = new AtomicLong();
    if (await(
        "a connection to " + standIn.label() + " to find it " + fault.kind(),
        EFFECT_LIMIT,
        () -> {
          began.set(recorder.nowNanos());
          return standIn.shows(fault);
        })) {
      scope.observed(began.get());
    }
    Target own = target(site, Witness.listenerName(site, connector));
    return new WorkloadFault(standIn, own, scope);
  }

  /**
   * Does this to a link and waits until connections through it, past the routers, have met the
   * effect. One that these connections cannot tell, as {@link LinkProbe} says, is not waited for,
   * and recorded as not observed: the traffic has to show it. Load that was started goes on
   * meanwhile.
   *
   * @param phase the phase that the fault belongs to
   * @param site the site that declares the link
   * @param link the link's name there
   * @throws io.spillway.harness.fault.FaultException if that does not work
   */
  public ActiveFault inject(String phase, String site, String link, Fault.OnLink fault) {
    String label = site + "/" + link;
    LinkProbe.Watch watch =
        linkProbes
            .computeIfAbsent(label, key -> new LinkProbe(network.doors(), site, link))
            .watch(fault);
    FaultScope scope = recorder.fault(phase, fault.kind(), label, fault.description());
    LinkFaults.ActiveFault active = network.links().inject(site, link, fault);
    watch.begun();
    if (watch.tellsBeginning()
        && await(
            "a connection through " + label + " to find it " + fault.kind(),
            EFFECT_LIMIT,
            watch::acts)) {
      scope.observed();
    }
    return new LinkFault(label, active, watch, scope);
  }

  /**
   * {@return the stand-in workload behind this connector, asked past the router}
   *
   * @param site the workload's site
   * @param connector a connector that leads to it
   * @throws IllegalArgumentException if there is none
   */
  public WorkloadHandle workload(String site, String connector) {
    return StandIn.behind(network, site, connector).handle();
  }

  /**
   * Records all that this workload says that it has received so far.
   *
   * @throws java.io.UncheckedIOException if it cannot be asked
   */
  public void recordReceipts(WorkloadHandle workload) {
    workload.receipts().forEach(recorder::receipt);
  }

  /** One failure may be a stall of this machine; two in a row are believed. */
  private boolean failsTwice(Target target) {
    return Stream.generate(() -> witness.attempt(target, WITNESS))
        .limit(2)
        .allMatch(attempt -> attempt.outcome().failed());
  }

  private Target witnessOf(String ingress, String site) {
    return Witness.ownConnectors(network.network().site(site)).stream()
        .findFirst()
        .map(connector -> target(ingress, Witness.listenerName(site, connector.name())))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "site " + site + " has no connector, so nothing can witness its faults"));
  }

  private boolean reached(Target target, Prober by, String phase, Duration limit) {
    return await(
        target.listener() + " to be served at " + target.site(),
        limit,
        () -> {
          Attempt attempt = by.attempt(target, phase);
          return attempt.servedBy().isPresent();
        });
  }

  private static boolean await(
      String what, Duration limit, java.util.concurrent.Callable<Boolean> condition) {
    try {
      Awaitility.await(what)
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .atMost(limit)
          .until(condition);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  /** A fault of a site that acts now. */
  public final class SiteFault implements ActiveFault {

    private final String site;
    private final Target own;
    private final FaultScope scope;

    private SiteFault(String site, Target own, FaultScope scope) {
      this.site = site;
      this.own = own;
      this.scope = scope;
    }

    @Override
    public void heal() {
      network.heal(site);
      scope.healed();
      if (reached(own, witness, WITNESS, EFFECT_LIMIT)) {
        scope.recovered();
      }
    }
  }

  /** A fault of a workload that acts now. */
  public final class WorkloadFault implements ActiveFault {

    private final StandIn standIn;
    private final Target own;
    private final FaultScope scope;

    private WorkloadFault(StandIn standIn, Target own, FaultScope scope) {
      this.standIn = standIn;
      this.own = own;
      this.scope = scope;
    }

    @Override
    public void heal() {
      standIn.heal();
      scope.healed();
      if (await(
          "a connection to " + standIn.label() + " to be served", EFFECT_LIMIT, standIn::serves)) {
        scope.recovered();
      }
      // What its own site's router makes of that is that router's business, but no load may count
      // on the workload before.
      reached(own, witness, WITNESS, EFFECT_LIMIT);
    }
  }

  /** A fault of a link that acts now. */
  private static final class LinkFault implements ActiveFault {

    private final String label;
    private final LinkFaults.ActiveFault active;
    private final LinkProbe.Watch watch;
    private final FaultScope scope;

    private LinkFault(
        String label, LinkFaults.ActiveFault active, LinkProbe.Watch watch, FaultScope scope) {
      this.label = label;
      this.active = active;
      this.watch = watch;
      this.scope = scope;
    }

    @Override
    public void heal() {
      active.close();
      watch.ended();
      scope.healed();
      if (watch.tellsEnd()
          && await(
              "a connection through " + label + " to be as before", EFFECT_LIMIT, watch::isOver)) {
        scope.recovered();
      }
    }
  }
}
