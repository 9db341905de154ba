package io.spillway.suites.selftest;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.LinkFaults;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.workload.TroubleListener;
import io.spillway.harness.runtime.Doors;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.topology.Network;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** A running network that leaves everything to another one, but for what a subclass does itself. */
abstract class ForwardingNetwork implements RunningNetwork {

  private final RunningNetwork running;

  ForwardingNetwork(RunningNetwork running) {
    this.running = running;
  }

  @Override
  public Network network() {
    return running.network();
  }

  @Override
  public InetSocketAddress listener(String site, String listener) {
    return running.listener(site, listener);
  }

  @Override
  public List<WorkloadHandle> workloads() {
    return running.workloads();
  }

  @Override
  public void inject(String site, Fault.OnSite fault) {
    running.inject(site, fault);
  }

  @Override
  public void heal(String site) {
    running.heal(site);
  }

  @Override
  public LinkFaults links() {
    return running.links();
  }

  @Override
  public Doors doors() {
    return running.doors();
  }

  @Override
  public void onTrouble(TroubleListener listener) {
    running.onTrouble(listener);
  }

  @Override
  public Map<String, String> configuration(String site) {
    return running.configuration(site);
  }

  @Override
  public String log(String site) {
    return running.log(site);
  }

  @Override
  public void close() {
    running.close();
  }
}
