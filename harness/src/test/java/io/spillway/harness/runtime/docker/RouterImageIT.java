package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HealthCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The reference router's image as an operator meets it: its health check, and the signals. The
 * workload is the router's own admin endpoint.
 */
final class RouterImageIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int FIRST = 8080;
  private static final int SECOND = 8081;
  private static final int NOTHING_LEFT_TO_DO = 0;

  /** What the image says, asked oftener than every 30 s. */
  private static final HealthCheck OFTEN =
      new HealthCheck()
          .withInterval(Duration.ofSeconds(1).toNanos())
          .withStartPeriod(Duration.ofSeconds(30).toNanos());

  private static final String SITE =
      """
      apiVersion: skupper.io/v2alpha1
      kind: Site
      metadata: {name: alone}
      ---
      apiVersion: skupper.io/v2alpha1
      kind: Connector
      metadata: {name: admin}
      spec: {host: 127.0.0.1, port: 9090, routingKey: admin}
      """;

  private final Engine engine = Engine.connect();
  private RouterContainer container;

  @BeforeEach
  void start() {
    Images images = new Images(engine, "embedded");
    String base = DockerOptions.fromSystem().baseImage();
    String baseId = images.provide(base, DockerOptions.BASE_PROPERTY);
    String image =
        images.build(
            ImageRecipe.router(new ClassPath(RouterImageIT.class.getClassLoader())), base, baseId);
    container = new RouterContainer(image, SITE + listener(FIRST));
    container
        .withExposedPorts(FIRST, SECOND)
        .waitingFor(new NothingToWaitFor())
        .withCreateContainerCmdModifier(command -> command.withHealthcheck(OFTEN));
    container.start();
    new ReadyLine(engine, LIMIT).await(container.getContainerId(), Instant.EPOCH, "the router");
  }

  @AfterEach
  void stop() {
    container.stop();
  }

  @Test
  void theImagesOwnHealthCheck_findsTheRouterHealthy() {
    await("the engine to find the router healthy")
        .atMost(LIMIT)
        .until(() -> "healthy".equals(health().getStatus()));
    assertThat(health().getLog()).last().extracting(check -> check.getExitCodeLong()).isEqualTo(0L);
  }

  @Test
  void aHangup_bringsTheNewFileIntoForce_andDropsNoConnection() throws IOException {
    try (Socket held = connect(FIRST)) {
      say(held, "GET /healthz HTTP/1.1\r\n");

      container.putSiteFile(SITE + listener(FIRST) + listener(SECOND));
      signal("HUP");

      await("the second listener to serve")
          .atMost(LIMIT)
          .until(() -> container.getLogs().contains("reloaded: "));
      try (Socket late = connect(SECOND)) {
        say(late, "GET /healthz HTTP/1.1\r\nHost: late\r\n\r\n");
        assertThat(firstLine(late)).isEqualTo("HTTP/1.1 200 OK");
      }
      say(held, "Host: held\r\n\r\n");
      assertThat(firstLine(held)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void aHangupWithAWrongFile_changesNothing_andSaysWhatIsWrong() throws IOException {
    container.putSiteFile(SITE + "---\nkind: Nonsense\n");
    signal("HUP");

    await("the router to say what is wrong")
        .atMost(LIMIT)
        .until(() -> container.getLogs().contains("not reloaded, nothing has changed: "));
    assertThat(container.getLogs()).contains("Nonsense");
    try (Socket client = connect(FIRST)) {
      say(client, "GET /healthz HTTP/1.1\r\nHost: still\r\n\r\n");
      assertThat(firstLine(client)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void aTerminationSignal_endsTheRouterInOrder() {
    signal("TERM");

    await("the router to end").atMost(LIMIT).until(() -> !engine.runs(container.getContainerId()));
    assertThat(inspect().getState().getExitCodeLong()).isEqualTo(NOTHING_LEFT_TO_DO);
  }

  @Test
  void nothingInTheImage_canBeWritten_andItsUserIsNobody() {
    assertThat(inspect().getHostConfig().getReadonlyRootfs()).isTrue();
    assertThat(inspect().getConfig().getUser()).isEqualTo("65534:65534");
  }

  private static String listener(int port) {
    return """
        ---
        apiVersion: skupper.io/v2alpha1
        kind: Listener
        metadata: {name: port-%d}
        spec: {host: 0.0.0.0, port: %d, routingKey: admin}
        """
        .formatted(port, port);
  }

  private void signal(String name) {
    engine.client().killContainerCmd(container.getContainerId()).withSignal(name).exec();
  }

  private HealthState health() {
    return inspect().getState().getHealth();
  }

  private InspectContainerResponse inspect() {
    return engine.client().inspectContainerCmd(container.getContainerId()).exec();
  }

  private Socket connect(int port) throws IOException {
    Socket socket = new Socket(container.getHost(), container.getMappedPort(port));
    socket.setSoTimeout((int) LIMIT.toMillis());
    return socket;
  }

  private static void say(Socket socket, String words) throws IOException {
    socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
  }

  private static String firstLine(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }
}
