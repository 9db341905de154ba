package io.spillway.harness.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Version;
import io.spillway.harness.runtime.RuntimeStartException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;

/**
 * The container engine that Testcontainers found, and what the runtime asks of it beyond
 * Testcontainers. Safe for use by several threads.
 *
 * <p>Methods throw Docker's own unchecked exceptions where the engine refuses; whoever calls them
 * says what was tried.
 */
final class Engine {

  private static final long LOG_LIMIT_SECONDS = 10;

  private final DockerClient client;
  private final String host;
  private final Version version;

  private Engine(DockerClient client, String host) {
    this.client = client;
    this.host = host;
    this.version = client.versionCmd().exec();
  }

  /**
   * {@return the engine that Testcontainers finds}
   *
   * @throws RuntimeStartException if it finds none
   */
  static Engine connect() {
    try {
      DockerClientFactory factory = DockerClientFactory.instance();
      return new Engine(factory.client(), factory.dockerHostIpAddress());
    } catch (RuntimeException e) {
      throw new RuntimeStartException(
          "Testcontainers finds no container engine: "
              + e.getMessage()
              + ". Start one, set DOCKER_HOST, or use -Dspillway.runtime=embedded",
          e);
    }
  }

  DockerClient client() {
    return client;
  }

  /** {@return the engine's version and that of its interface, in words} */
  String version() {
    return version.getVersion() + ", API " + version.getApiVersion();
  }

  /** {@return the host at which published ports are reached} */
  String host() {
    return host;
  }

  void kill(String container) {
    client.killContainerCmd(container).exec();
  }

  /** Starts a container that has ended. Does nothing if it runs. */
  void start(String container) {
    try {
      client.startContainerCmd(container).exec();
    } catch (NotModifiedException runsAlready) {
      return;
    }
  }

  void pause(String container) {
    client.pauseContainerCmd(container).exec();
  }

  void unpause(String container) {
    client.unpauseContainerCmd(container).exec();
  }

  /** {@return whether the container's process runs} */
  boolean runs(String container) {
    return Boolean.TRUE.equals(inspect(container).getState().getRunning());
  }

  /** {@return when the container's process was started last, by the engine's clock} */
  Instant startedAt(String container) {
    return Instant.parse(inspect(container).getState().getStartedAt());
  }

  /** {@return where each published port of the container is reached, by its port inside} */
  Map<Integer, InetSocketAddress> published(String container) {
    Map<ExposedPort, Ports.Binding[]> bindings =
        inspect(container).getNetworkSettings().getPorts().getBindings();
    Map<Integer, InetSocketAddress> published = new HashMap<>();
    bindings.forEach(
        (port, bound) -> {
          if (bound != null && bound.length > 0) {
            published.put(
                port.getPort(),
                new InetSocketAddress(host, Integer.parseInt(bound[0].getHostPortSpec())));
          }
        });
    return published;
  }

  /** {@return everything that the container has logged} */
  String log(String container) {
    return read(client.logContainerCmd(container).withTailAll());
  }

  /** {@return the last lines that the container has logged} */
  String lastLines(String container, int lines) {
    return read(client.logContainerCmd(container).withTail(lines));
  }

  /**
   * {@return the log since the container was started last, each line with its time and a space in
   * front}
   */
  List<LogLine> linesSince(String container, Instant start) {
    LogContainerCmd command =
        client
            .logContainerCmd(container)
            .withTimestamps(true)
            .withSince(Math.toIntExact(start.getEpochSecond())); // whole seconds, so filter again
    return read(command)
        .lines()
        .map(LogLine::parse)
        .filter(line -> !line.time().isBefore(start))
        .toList();
  }

  /**
   * A line of a log.
   *
   * @param time when it was written, by the engine's clock
   * @param text what it says
   */
  record LogLine(Instant time, String text) {

    private static LogLine parse(String raw) {
      int space = raw.indexOf(' ');
      return new LogLine(Instant.parse(raw.substring(0, space)), raw.substring(space + 1));
    }
  }

  /** {@return all containers with this label, running or not} */
  List<Container> containers(String label) {
    return client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(label)).exec();
  }

  /** {@return all networks with this label} */
  List<Network> networks(String label) {
    return client.listNetworksCmd().withFilter("label", List.of(label)).exec();
  }

  /** {@return the containers that are in a network; none if the network is gone} */
  Set<String> containersIn(String network) {
    try {
      return client.inspectNetworkCmd().withNetworkId(network).exec().getContainers().keySet();
    } catch (NotFoundException gone) {
      return Set.of();
    }
  }

  /** Kills and removes a container. Does nothing if it is gone or someone else removes it now. */
  void removeContainer(String container) {
    ifThere(
        () -> client.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec());
  }

  /** Removes a network that has no containers. Does nothing if it is gone. */
  void removeNetwork(String network) {
    ifThere(() -> client.removeNetworkCmd(network).exec());
  }

  /** Puts a container into one more network. */
  void connect(String container, String network, String alias) {
    client
        .connectToNetworkCmd()
        .withContainerId(container)
        .withNetworkId(network)
        .withContainerNetwork(new ContainerNetwork().withAliases(alias))
        .exec();
  }

  /** Takes a container out of a network. Does nothing if either is gone. */
  void disconnect(String container, String network) {
    ifThere(
        () ->
            client
                .disconnectFromNetworkCmd()
                .withContainerId(container)
                .withNetworkId(network)
                .withForce(true)
                .exec());
  }

  private InspectContainerResponse inspect(String container) {
    return client.inspectContainerCmd(container).exec();
  }

  private static void ifThere(Runnable removal) {
    try {
      removal.run();
    } catch (NotFoundException | ConflictException goneOrGoing) {
      return;
    }
  }

  private static String read(LogContainerCmd command) {
    StringBuilder text = new StringBuilder();
    ResultCallback.Adapter<Frame> reader =
        new ResultCallback.Adapter<>() {
          @Override
          public void onNext(Frame frame) {
            text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
          }
        };
    try {
      boolean whole =
          command
              .withStdOut(true)
              .withStdErr(true)
              .exec(reader)
              .awaitCompletion(LOG_LIMIT_SECONDS, TimeUnit.SECONDS);
      return whole ? text.toString() : text + "\n(the engine did not give the rest)\n";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DockerException("interrupted while reading a log", 0, e);
    }
  }
}
