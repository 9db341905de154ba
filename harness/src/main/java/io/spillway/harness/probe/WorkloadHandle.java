package io.spillway.harness.probe;

/** A stand-in workload that runs. Asked past the router under test. Safe for several threads. */
public interface WorkloadHandle {

  /** {@return its site} */
  String site();

  /** {@return its name, as it says in its first line} */
  String name();

  /** {@return connections that are open at it now} */
  long open();

  /** {@return connections that it has accepted so far} */
  long accepted();
}
