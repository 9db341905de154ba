package io.spillway.harness.run;

import io.spillway.harness.fault.LinkFaults;
import io.spillway.harness.history.io.FaultScope;

/**
 * A fault of a link that acts now. No probe of ours passes a single link whatever the routers
 * prefer: that the fault acts, and that it is healed, the link's proxy says.
 *
 * @param active the fault, at the proxy
 * @param scope where its end is recorded
 */
record LinkFault(LinkFaults.ActiveFault active, FaultScope scope) implements ActiveFault {

  @Override
  public void heal() {
    active.close();
    scope.healed();
    scope.recovered();
  }
}
