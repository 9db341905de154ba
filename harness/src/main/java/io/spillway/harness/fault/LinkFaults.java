package io.spillway.harness.fault;

/**
 * Injects faults into the links of a running network. Several faults can act on one link at once,
 * also of one kind; each is healed for itself. Safe for use by several threads.
 */
public interface LinkFaults {

  /**
   * Injects a fault and returns when the proxy has taken it up: it then acts on every connection of
   * the link. If that fails, what was done of it has been undone as far as the proxy let it.
   *
   * @param site the site that declares the link
   * @param link the link's name there
   * @param fault what to do
   * @return the fault as it now acts; closing it heals the link
   * @throws IllegalArgumentException if there is no such link; the message lists those there are
   * @throws FaultException if the proxy does not do it; with the proxy's own words
   */
  ActiveFault inject(String site, String link, Fault.OnLink fault);

  /**
   * Heals every fault of every link. One that fails does not keep the others from being healed.
   *
   * @throws FaultException if the proxy does not do it; further failures are its suppressed ones
   */
  void healAll();

  /** A fault that acts now. */
  interface ActiveFault extends AutoCloseable {

    /**
     * Heals, and returns when the proxy has done it. Does nothing the second time; if it fails it
     * can be tried again.
     *
     * @throws FaultException if the proxy does not do it; with the proxy's own words
     */
    @Override
    void close();
  }
}
