package io.spillway.harness.runtime;

/** The way that a network's links take from site to site. */
public enum LinkPath {
  /** Each link through a proxy of its own, which faults of links act on. */
  PROXIED,
  /**
   * The runtime's shortest: for networks whose links no fault is injected into. A proxy copies what
   * passes a link once more and opens each of its connections twice, so this spares the machine
   * work; a runtime that keeps sites apart leads links through proxies all the same.
   */
  SHORTEST
}
