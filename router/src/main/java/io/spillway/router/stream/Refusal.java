package io.spillway.router.stream;

/** Why this site refuses a stream that another site has sent to it, or through it. */
public enum Refusal {
  /** This site has no connector of that name, or has it no more. */
  NO_CONNECTOR,
  /** The connector is withdrawn, as its workload has failed its checks. */
  WITHDRAWN,
  /** The workload did not take the connection, or its host was not found. */
  CONNECT_FAILED,
  /** No path leads from here to the stream's destination. */
  NO_PATH,
  /** The stream has crossed as many links as it may. */
  TOO_MANY_HOPS,
  /** The next link is down, or gave no connection in time. */
  NO_CONNECTION
}
