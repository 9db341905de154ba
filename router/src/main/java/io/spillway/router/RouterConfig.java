package io.spillway.router;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one router has to do: where it listens, for clients and for other routers, and whom it
 * connects to. Immutable.
 *
 * <p>Read from a file in Skupper's own resource format ({@code skupper.io/v2alpha1}, the CRDs in
 * skupperproject/skupper {@code config/crd/bases}) in which every address is filled in.
 *
 * @param site the site's name, unique in its network
 * @param access where other routers' links are accepted; empty if nowhere
 * @param links the links that this router opens to others
 * @param listeners the ports at which clients connect, of both kinds
 * @param connectors the workloads that this router connects to
 */
public record RouterConfig(
    String site,
    Optional<Access> access,
    List<Link> links,
    List<Listener> listeners,
    List<Connector> connectors) {

  /** Copies the lists. */
  public RouterConfig {
    links = List.copyOf(links);
    listeners = List.copyOf(listeners);
    connectors = List.copyOf(connectors);
  }

  /**
   * Reads the text of a site file.
   *
   * @param yaml one or several YAML documents, each a resource
   * @param sourceName how errors call the text, usually the file's name
   * @return what the text says
   * @throws RouterConfigException with everything that is wrong with the text, not only the first
   */
  public static RouterConfig parse(String yaml, String sourceName) {
    return new SiteFileReader(sourceName).read(yaml);
  }

  /**
   * Reads a site file (UTF-8).
   *
   * @param file the file
   * @return what the file says
   * @throws RouterConfigException with everything that is wrong with the file
   * @throws IOException if the file cannot be read
   */
  public static RouterConfig load(Path file) throws IOException {
    return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString());
  }

  /**
   * Where links of other routers are accepted (the role {@code inter-router} of a RouterAccess).
   *
   * @param name the resource's name
   * @param host the address to bind
   * @param port the port to bind, 0 to 65535; 0 lets the system choose
   */
  public record Access(String name, String host, int port) {}

  /**
   * A link that this router opens to another one.
   *
   * @param name the resource's name, unique among the site's links
   * @param host where the other router, or a proxy before it, listens
   * @param port its port, 1 to 65535
   * @param cost the link's cost, at least 1; {@value #DEFAULT_COST} where the file says nothing
   */
  public record Link(String name, String host, int port, int cost) {

    /** What a link costs that does not say (rule C1). */
    public static final int DEFAULT_COST = 1;
  }

  /**
   * A port at which clients connect: a Listener or a MultiKeyListener.
   *
   * @param name the resource's name, unique among the site's listeners of both kinds
   * @param host the address to bind
   * @param port the port to bind, 0 to 65535; 0 lets the system choose
   * @param strategy which routing keys its connections go to
   */
  public record Listener(String name, String host, int port, Strategy strategy) {}

  /** How a listener divides its connections over routing keys. */
  public sealed interface Strategy {

    /**
     * A Listener: everything goes to one key.
     *
     * @param routingKey the key
     */
    record Single(String routingKey) implements Strategy {}

    /**
     * Divides connections in proportion to weights (rules M1, M2).
     *
     * @param weights weight by routing key, each at least 0 and one above 0, in declared order
     */
    record Weighted(Map<String, Integer> weights) implements Strategy {

      /** Copies the map, keeping its order. */
      public Weighted {
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
      }
    }

    /**
     * Sends connections to the first key that has a reachable connector (rules M7, M8).
     *
     * @param routingKeys the keys, most wanted first
     */
    record Priority(List<String> routingKeys) implements Strategy {

      /** Copies the list. */
      public Priority {
        routingKeys = List.copyOf(routingKeys);
      }
    }
  }

  /**
   * A workload of this site, bound to a routing key.
   *
   * @param name the resource's name, unique among the site's connectors
   * @param host where the workload listens
   * @param port its port, 1 to 65535
   * @param routingKey the key that it serves
   */
  public record Connector(String name, String host, int port, String routingKey) {}
}
