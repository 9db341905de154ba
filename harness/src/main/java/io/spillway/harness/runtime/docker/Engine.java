package io.spillway.harness.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Version;
import io.spillway.harness.driver.Commands;
import io.spillway.harness.runtime.RuntimeStartException;
import java.io.Closeable;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * The container engine that Testcontainers found, and what the runtime asks of it beyond
 * Testcontainers. Safe for use by several threads.
 *
 * <p>Methods throw Docker's own unchecked exceptions where the engine refuses; whoever calls them
 * says what was tried.
 */
final class Engine {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
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

  /**
   * Starts a container that has ended. Does nothing if it runs.
   *
   * @return the end of the process before, by the engine's clock: all that is logged from then on
   *     is of the one that runs now. The moment of the start itself would be none to go by: an
   *     engine on a busy machine notes it late, after the first lines.
   */
  Instant start(String container) {
    Instant ended = Instant.parse(inspect(container).getState().getFinishedAt());
    try {
      client.startContainerCmd(container).exec();
    } catch (NotModifiedException runsAlready) {
      LOG.debug("container {} runs already", container);
    }
    return ended;
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

  /** {@return the status with which the container's process ended last} */
  long exitStatus(String container) {
    return Optional.ofNullable(inspect(container).getState().getExitCodeLong()).orElse(-1L);
  }

  /**
   * Calls back when a container with this label ends, whoever ended it.
   *
   * @param ended gets the container's id and its exit status, in a thread of the client's
   * @return ends the calls
   */
  Closeable onEnd(String label, BiConsumer<String, String> ended) {
    return client
        .eventsCmd()
        .withLabelFilter(label)
        .withEventFilter("die")
        .exec(
            new ResultCallback.Adapter<Event>() {
              @Override
              public void onNext(Event event) {
                ended.accept(
                    event.getActor().getId(),
                    event.getActor().getAttributes().getOrDefault("exitCode", "unknown"));
              }

              @Override
              public void onError(Throwable failure) {
                LOG.debug("the engine's events ended", failure);
              }
            });
  }

  /**
   * Runs a command in a container that runs.
   *
   * @return what it printed on its standard output; nothing, or the engine's words, if it could not
   *     be run, as where there is no such program
   */
  String exec(String container, List<String> command) {
    try {
      return runIn(container, command);
    } catch (DockerException noSuchProgram) {
      LOG.debug("{} did not run in {}", command, container, noSuchProgram);
      return "";
    }
  }

  private String runIn(String container, List<String> command) {
    String id =
        client
            .execCreateCmd(container)
            .withCmd(command.toArray(String[]::new))
            .withAttachStdout(true)
            .exec()
            .getId();
    return read(text -> client.execStartCmd(id).exec(text));
  }

  /**
   * Runs a command in a container of its own, without a network, and waits for its end.
   *
   * @param labels what the container carries while it is there
   */
  Commands.Ended run(
      String image, List<String> command, Map<String, String> labels, Duration limit) {
    String container =
        client
            .createContainerCmd(image)
            .withEntrypoint(command)
            .withNetworkDisabled(true)
            .withLabels(labels)
            .exec()
            .getId();
    try {
      client.startContainerCmd(container).exec();
      int status =
          client
              .waitContainerCmd(container)
              .exec(new WaitContainerResultCallback())
              .awaitStatusCode(limit.toSeconds(), TimeUnit.SECONDS);
      return new Commands.Ended(status, log(container).strip());
    } finally {
      removeContainer(container);
    }
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

  /** {@return the log since then, each line with its time and a space in front} */
  List<LogLine> linesSince(String container, Instant then) {
    LogContainerCmd command =
        client
            .logContainerCmd(container)
            .withTimestamps(true)
            .withSince(wholeSeconds(then)); // so filter again
    return read(command)
        .lines()
        .map(LogLine::parse)
        .filter(line -> !line.time().isBefore(then))
        .toList();
  }

  private static int wholeSeconds(Instant then) {
    return Math.toIntExact(Math.max(0, then.getEpochSecond()));
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
    return read(text -> command.withStdOut(true).withStdErr(true).exec(text));
  }

  private static String read(UnaryOperator<Text> reading) {
    Text text = new Text();
    try {
      boolean whole = reading.apply(text).awaitCompletion(LOG_LIMIT_SECONDS, TimeUnit.SECONDS);
      if (text.failure != null) {
        throw new DockerException(text.failure.getMessage(), 0, text.failure);
      }
      return whole ? text.read() : text.read() + "\n(the engine did not give the rest)\n";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DockerException("interrupted while reading what a container prints", 0, e);
    }
  }

  /**
   * What a container prints. A failure becomes an exception of whoever reads, and not a stack trace
   * in the log as well.
   */
  private static final class Text extends ResultCallback.Adapter<Frame> {

    private final StringBuilder text = new StringBuilder();
    private volatile Throwable failure;

    @Override
    public void onError(Throwable throwable) {
      failure = throwable;
      onComplete();
    }

    @Override
    public void onNext(Frame frame) {
      text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
    }

    String read() {
      return text.toString();
    }
  }
}
