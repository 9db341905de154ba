package io.spillway.harness.fault.toxiproxy;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.model.Toxic;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.fault.LinkFaults.ActiveFault;
import io.spillway.harness.fault.toxiproxy.ApiCalls.NotThere;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** One link's proxy and the faults that act on it now. Safe for use by several threads. */
final class LinkProxy {

  /** How long an outgoing connection of this machine may sit on the port of a link that heals. */
  private static final Duration PORT_WAIT = Duration.ofSeconds(5);

  private static final Duration PORT_POLL = Duration.ofMillis(20);

  private final String title;
  private final Proxy proxy;
  private final ApiCalls calls;
  private final Set<Active> active = new LinkedHashSet<>();
  private int faultCount;

  /**
   * Whether it must be enabled to be sure that it is: also after a call whose outcome is unknown.
   */
  private boolean mayBeDisabled;

  /**
   * Creates one.
   *
   * @param title the site and the link, for error messages
   * @param proxy the proxy, enabled
   * @param calls to its server
   */
  LinkProxy(String title, Proxy proxy, ApiCalls calls) {
    this.title = title;
    this.proxy = proxy;
    this.calls = calls;
  }

  /** A fault that acts, and the toxics that it put here. */
  private final class Active implements ActiveFault {

    private final Fault.OnLink fault;
    private final Deque<Toxic> toxics = new ArrayDeque<>();

    Active(Fault.OnLink fault) {
      this.fault = fault;
    }

    @Override
    public void close() {
      heal(this);
    }
  }

  synchronized ActiveFault inject(Fault.OnLink fault) {
    Active injected = new Active(fault);
    faultCount++;
    try {
      int step = 0;
      for (Toxics.Step each : Toxics.of(fault)) {
        String name = String.format(Locale.ROOT, "%s-%d-%d", fault.kind(), faultCount, step++);
        injected.toxics.push(calls.call(what(fault), () -> each.add(proxy.toxics(), name)));
      }
      if (endsConnections(fault)) {
        disable(fault);
      }
      active.add(injected);
      enableUnlessCut(fault);
    } catch (FaultException e) {
      active.remove(injected);
      undo(injected, e);
      throw e;
    }
    return injected;
  }

  private void undo(Active injected, FaultException because) {
    try {
      try {
        takeAway(injected);
      } finally {
        enableUnlessCut(injected.fault);
      }
    } catch (FaultException e) {
      because.addSuppressed(e);
    }
  }

  private synchronized void heal(Active healed) {
    if (!active.contains(healed)) {
      return;
    }
    if (healed.fault instanceof Fault.Reset) {
      disable(healed.fault);
    }
    takeAway(healed);
    active.remove(healed);
    enableUnlessCut(healed.fault);
  }

  private void takeAway(Active taken) {
    while (!taken.toxics.isEmpty()) {
      Toxic toxic = taken.toxics.peek();
      try {
        calls.callForExisting(
            "heal " + taken.fault.kind() + " of " + title,
            () -> {
              toxic.remove();
              return toxic;
            });
      } catch (NotThere e) {
        // Someone has reset the server or deleted the proxy: the fault is over, which is the aim.
      }
      taken.toxics.remove();
    }
  }

  /** Heals every fault of this link, the latest first. */
  synchronized void healAll() {
    List<Active> all = List.copyOf(active);
    for (int i = all.size() - 1; i >= 0; i--) {
      heal(all.get(i));
    }
  }

  synchronized void delete() {
    try {
      calls.callForExisting(
          "delete the proxy of " + title,
          () -> {
            proxy.delete();
            return proxy;
          });
    } catch (NotThere e) {
      // Deleted by someone else.
    }
    active.clear();
  }

  /** {@return the address on which the proxy listens, as the server wrote it} */
  synchronized String listen() {
    return proxy.getListen();
  }

  private static boolean endsConnections(Fault.OnLink fault) {
    return fault instanceof Fault.Cut || fault instanceof Fault.Reset;
  }

  private boolean isCut() {
    return active.stream().anyMatch(each -> each.fault instanceof Fault.Cut);
  }

  private void disable(Fault.OnLink fault) {
    if (!mayBeDisabled) {
      mayBeDisabled = true;
      calls.call(
          what(fault),
          () -> {
            proxy.disable();
            return proxy;
          });
    }
  }

  private void enableUnlessCut(Fault.OnLink fault) {
    if (isCut() || !mayBeDisabled) {
      return;
    }
    long startNanos = System.nanoTime();
    while (true) {
      try {
        calls.call(
            "let " + title + " through again after " + fault.kind(),
            () -> {
              proxy.enable();
              return proxy;
            });
        mayBeDisabled = false;
        return;
      } catch (FaultException e) {
        boolean portTaken = String.valueOf(e.getMessage()).contains("address already in use");
        if (!portTaken || System.nanoTime() - startNanos > PORT_WAIT.toNanos()) {
          throw e;
        }
        LockSupport.parkNanos(PORT_POLL.toNanos());
      }
    }
  }

  private String what(Fault.OnLink fault) {
    return "inject " + fault.kind() + " (" + fault.description() + ") into " + title;
  }
}
