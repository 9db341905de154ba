package io.spillway.router.route;

/** How a stream ended, as its ingress sees it. */
public enum StreamEnd {
  /** Both sides ended what they said in order, the client first. */
  BY_CLIENT,
  /** Both sides ended what they said in order, the workload first. */
  BY_WORKLOAD,
  /** One of them was reset, or broke. */
  BY_RESET
}
