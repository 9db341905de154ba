package io.spillway.router.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
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
   * @throws RouterConfigException with everything that is wrong with the text, not only the first;
   *     also if it names {@code tlsCredentials} and holds no Secret of that name
   */
  public static RouterConfig parse(String yaml, String sourceName) {
    return new SiteFileReader(sourceName, Optional.empty()).read(yaml);
  }

  /**
   * Reads a site file (UTF-8).
   *
   * @param file the file
   * @param credentials the folder in which {@code tlsCredentials: NAME} is looked for where the
   *     file holds no Secret of that name: as {@code NAME/ca.crt}, {@code NAME/tls.crt} and {@code
   *     NAME/tls.key}
   * @return what the file says
   * @throws RouterConfigException with everything that is wrong with the file
   * @throws IOException if the file cannot be read
   */
  public static RouterConfig load(Path file, Path credentials) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(
          file.toString(), null, "it is a folder. Name the site file in it."); // the JDK names none
    }
    return new SiteFileReader(file.toString(), Optional.of(credentials))
        .read(Text.decode(Files.readAllBytes(file), file.toString()));
  }

  /**
   * Reads a site file, with the credentials in the folder {@code credentials} beside it.
   *
   * @param file the file
   * @return what the file says
   * @throws RouterConfigException with everything that is wrong with the file
   * @throws IOException if the file cannot be read
   */
  public static RouterConfig load(Path file) throws IOException {
    return load(file, file.resolveSibling("credentials"));
  }

  /**
   * Where links of other routers are accepted (the role {@code inter-router} of a RouterAccess).
   *
   * @param name the resource's name
   * @param host the address to bind
   * @param port the port to bind, 0 to 65535; 0 lets the system choose
   * @param tls with which links are accepted; without it they are not encrypted
   */
  public record Access(String name, String host, int port, Optional<Tls> tls) {}

  /**
   * What one end of a mutual TLS connection needs: the files of a Kubernetes Secret of type {@code
   * kubernetes.io/tls}, as Skupper makes them.
   *
   * @param name the Secret's name
   * @param authorities the certificates of those who may sign the peer's ({@code ca.crt}, PEM)
   * @param certificate this side's certificate, and those between it and an authority ({@code
   *     tls.crt}, PEM)
   * @param key the certificate's private key ({@code tls.key}, PEM)
   */
  public record Tls(String name, String authorities, String certificate, String key) {

    /** Shows the name only: the key is nobody's business. */
    @Override
    public String toString() {
      return "Tls[name=" + name + "]";
    }
  }

  /**
   * A link that this router opens to another one.
   *
   * @param name the resource's name, unique among the site's links
   * @param host where the other router, or a proxy before it, listens
   * @param port its port, 1 to 65535
   * @param cost the link's cost, at least 1; {@value #DEFAULT_COST} where the file says nothing
   * @param tls with which the link is opened; without it it is not encrypted
   */
  public record Link(String name, String host, int port, int cost, Optional<Tls> tls) {

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

    /**
     * A Listener that a TrafficSplit governs: the primary backend gets everything while it is
     * ready; otherwise those of the others that are ready share it equally (rules L1 to L6). A
     * split that linkerd-failover does not control divides by its weights, whoever is ready (rule
     * L7).
     *
     * <p>Source: linkerd-failover, Failover logic.
     *
     * @param weights weight by backend, which is a routing key, each at least 0, in declared order
     * @param primary the primary backend, one of the keys
     * @param controlled whether the split carries the label that puts it under the control of
     *     linkerd-failover
     */
    record Split(Map<String, Integer> weights, String primary, boolean controlled)
        implements Strategy {

      /** Copies the map, keeping its order. */
      public Split {
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
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
   * @param health how it is found out whether the workload can serve
   */
  public record Connector(
      String name, String host, int port, String routingKey, HealthCheck health) {}

  /** How a workload's health is checked; one that fails is withdrawn until it passes again. */
  public sealed interface HealthCheck {

    /** It is taken for healthy always. */
    record None() implements HealthCheck {}

    /** It is healthy while it accepts connections. */
    record Connect() implements HealthCheck {}

    /**
     * It is healthy while a GET is answered with a status from 200 to 399, as Kubernetes judges a
     * readiness probe (rule L8).
     *
     * @param url an {@code http} URL with host and port
     */
    record Http(URI url) implements HealthCheck {}
  }
}
