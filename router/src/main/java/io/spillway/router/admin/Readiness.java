package io.spillway.router.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Whether a router takes clients. It does while its ports listen and it is not ending.
 *
 * <p>Links do not count: a site whose links are down still serves what it can reach, and to take it
 * out of service for that would turn a partition into an outage. What they are is told here for
 * people and for deployments that want to wait for them.
 *
 * @param ready whether it takes clients
 * @param phase what the router is doing
 * @param links the links that its file declares
 */
public record Readiness(boolean ready, Phase phase, List<DeclaredLink> links) {

  /** Copies the list. */
  public Readiness {
    links = List.copyOf(links);
  }

  /** What a router is doing. */
  public enum Phase {
    /** Its ports listen. */
    @JsonProperty("running")
    RUNNING,
    /** It takes no new clients, and waits for its streams to end. */
    @JsonProperty("draining")
    DRAINING,
    /** Its sockets are closed. */
    @JsonProperty("closed")
    CLOSED
  }

  /**
   * A link that the file declares.
   *
   * @param name its name
   * @param up whether it is up now
   * @param sessions how often it has come up so far
   */
  public record DeclaredLink(String name, boolean up, long sessions) {}
}
