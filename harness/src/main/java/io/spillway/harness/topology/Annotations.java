package io.spillway.harness.topology;

/**
 * The annotations by which a file says to Spillway what Skupper's resources have no field for, and
 * those of linkerd-failover.
 */
final class Annotations {

  /** All of Spillway's own begin so; those of others are none of its business. */
  static final String PREFIX = "spillway.dev/";

  /** On a Link or AccessToken: the site that it leads to. */
  static final String TO = PREFIX + "to";

  /** On a Connector: {@link #REAL} or {@link #STAND_IN}. */
  static final String WORKLOAD = PREFIX + "workload";

  /** The connector's own host serves. */
  static final String REAL = "real";

  /** Spillway starts a workload; so it is where nothing is said. */
  static final String STAND_IN = "stand-in";

  /** On a Connector: how many workloads stand in for the one that it names. */
  static final String REPLICAS = PREFIX + "replicas";

  /** On a Connector: how long after it accepted a connection its stand-in answers. */
  static final String SERVICE_TIME = PREFIX + "service-time";

  /** On a Connector: {@code true} if its stand-in tells over HTTP whether it is ready. */
  static final String READINESS = PREFIX + "readiness";

  /** On a Connector that a router reads: how the workload's health is checked. */
  static final String HEALTH_CHECK = PREFIX + "health-check";

  /** Linkerd-failover's own begin so, annotations and labels. */
  static final String FAILOVER_PREFIX = "failover.linkerd.io/";

  /** On a TrafficSplit: the backend that gets everything while it is ready. */
  static final String PRIMARY = FAILOVER_PREFIX + "primary-service";

  /** A label on a TrafficSplit: linkerd-failover heeds those that have it. */
  static final String CONTROLLED_BY = FAILOVER_PREFIX + "controlled-by";

  /** What {@link #CONTROLLED_BY} says where it is written by Spillway. */
  static final String CONTROLLER = "linkerd-failover";

  private Annotations() {}
}
