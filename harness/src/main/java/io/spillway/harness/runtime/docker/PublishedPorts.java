package io.spillway.harness.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import io.spillway.harness.runtime.RuntimeStartException;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The ports of the engine's host at which containers' ports are published: below those that
 * operating systems give to outgoing connections (from 32768 on Linux, from 49152 elsewhere). An
 * engine left to itself takes them from among those, and then a load of many connections can sit on
 * the port of a killed router when that is to start again. A container keeps its ports for life.
 * Safe for use by several threads.
 */
final class PublishedPorts {

  static final int FIRST = 20_000;
  static final int COUNT = 10_000;

  private final AtomicInteger next;

  /** Begins anywhere, so that runs side by side seldom look at the same port at once. */
  PublishedPorts() {
    this(ThreadLocalRandom.current().nextInt(COUNT));
  }

  PublishedPorts(int start) {
    this.next = new AtomicInteger(start);
  }

  /**
   * Gives every port that a container exposes its own on the host.
   *
   * @param command creates the container; its ports are bound to any so far
   * @throws RuntimeStartException if none is free
   */
  void assign(CreateContainerCmd command) {
    HostConfig host = command.getHostConfig();
    bind(host, host.getPortBindings().getBindings().keySet());
  }

  /**
   * Exposes these ports of a container and gives each its own on the host. Testcontainers, which
   * does not know of them, waits for none of them: of a container that ends at once it would remove
   * what it has said.
   *
   * @throws RuntimeStartException if none is free
   */
  void publish(CreateContainerCmd command, Collection<Integer> ports) {
    List<ExposedPort> exposed = ports.stream().map(ExposedPort::tcp).toList();
    command.withExposedPorts(exposed);
    bind(command.getHostConfig(), exposed);
  }

  private void bind(HostConfig host, Collection<ExposedPort> ports) {
    Ports assigned = new Ports();
    ports.forEach(port -> assigned.bind(port, Ports.Binding.bindPort(free())));
    host.withPortBindings(assigned);
  }

  /** {@return a port that is free now, another one each time until all have been given} */
  int free() {
    for (int tried = 0; tried < COUNT; tried++) {
      int port = FIRST + Math.floorMod(next.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new RuntimeStartException(
        "no port from %d to %d of this machine is free to publish a container's port at"
            .formatted(FIRST, FIRST + COUNT - 1));
  }

  /** Of an engine on another machine it tells nothing; that one refuses a port that is taken. */
  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
