package io.spillway.harness.topology;

/** The annotations by which a file says to Spillway what Skupper's resources have no field for. */
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

  private Annotations() {}
}
