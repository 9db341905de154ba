package io.spillway.harness.probe.workload;

/** What a key of the loop stands for. Belongs to the loop's thread. */
interface Endpoint {

  /** Does what can be done without waiting, now that the key is ready. */
  void ready();

  /** Closes the socket. Does nothing the second time. */
  void close();
}
