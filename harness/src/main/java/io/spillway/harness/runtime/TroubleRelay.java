package io.spillway.harness.runtime;

import io.spillway.harness.history.Trouble;
import io.spillway.harness.probe.workload.TroubleListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Passes the trouble of a network on to whoever listens. As long as nobody does, it keeps that of
 * routers and their drivers, for a router that is gone stays gone; that of workloads it drops, for
 * nothing is measured then. Safe for use by several threads.
 */
public final class TroubleRelay implements TroubleListener {

  private final List<String> kept = new ArrayList<>();
  private Optional<TroubleListener> listener = Optional.empty();

  @Override
  public synchronized void onTrouble(String kind, String description) {
    if (listener.isPresent()) {
      listener.get().onTrouble(kind, description);
    } else if (kind.equals(Trouble.DRIVER)) {
      kept.add(description);
    }
  }

  /** Tells this listener from now on and instead of any other, what was kept first. */
  public synchronized void tell(TroubleListener next) {
    listener = Optional.of(next);
    kept.forEach(description -> next.onTrouble(Trouble.DRIVER, description));
    kept.clear();
  }
}
