package io.spillway.router.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * How a connector's workload is, as far as is known.
 *
 * @param state how it is
 * @param reason why it is not healthy
 */
public record ConnectorHealth(State state, Optional<String> reason) {

  /** How a workload is. */
  public enum State {
    /** It is not checked, or has not been yet. */
    @JsonProperty("unknown")
    UNKNOWN,
    /** It passed its last check. */
    @JsonProperty("healthy")
    HEALTHY,
    /** It failed its last check, and its connector is withdrawn. */
    @JsonProperty("unhealthy")
    UNHEALTHY
  }

  /** Says how connectors are. Safe for use by several threads. */
  @FunctionalInterface
  public interface Source {

    /** Knows nothing. */
    Source NONE = connector -> new ConnectorHealth(State.UNKNOWN, Optional.empty());

    /**
     * Says how one is.
     *
     * @param connector the connector's name
     * @return how its workload is
     */
    ConnectorHealth of(String connector);
  }
}
