package io.spillway.harness.driver.exec;

/** Whether a router is told of workloads that leave service and return. */
public enum WorkloadLines {
  /** It is not: it finds out for itself, or does not. */
  NONE,
  /** By lines on its standard input. */
  STDIN
}
