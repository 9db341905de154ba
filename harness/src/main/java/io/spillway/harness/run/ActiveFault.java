package io.spillway.harness.run;

/** A fault that acts now, of whatever kind. Used by the thread of its {@link Stage}. */
public interface ActiveFault {

  /**
   * Undoes the fault, and waits until what it had hit answers an independent probe again, where
   * there is one. Does nothing the second time.
   *
   * @throws io.spillway.harness.fault.FaultException if it cannot be undone
   */
  void heal();
}
