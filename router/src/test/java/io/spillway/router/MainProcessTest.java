package io.spillway.router;

import static io.spillway.router.TestSites.LIMIT;
import static io.spillway.router.TestSites.assertAlive;
import static io.spillway.router.TestSites.awaitSites;
import static io.spillway.router.TestSites.freePort;
import static io.spillway.router.TestSites.howItEnds;
import static io.spillway.router.TestSites.name;
import static io.spillway.router.TestSites.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The router as a process, for what only a process has: signals and an exit code. */
class MainProcessTest {

  private static final String TIME_WITH_ZONE =
      "(?m)^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)";

  private static final String IPV4_ONLY = "-Djava.net.preferIPv4Stack=true";

  private final List<Process> processes = new ArrayList<>();
  private List<String> launcher = List.of();
  private String handshakeTimeout = "4s";
  private String classPath = System.getProperty("java.class.path");
  @TempDir private Path folder;

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void hangup_reloads_a_bad_file_changes_nothing_and_term_drains_and_ends_with_0()
      throws Exception {
    int first = freePort();
    int second = freePort();
    try (Workload a = Workload.namedEcho("a")) {
      Path file = folder.resolve("site.yaml");
      Files.writeString(file, yaml(a.port(), first));
      Process router = start(file, "INFO");
      Socket held = hold(first);
      assumeThat(log()).as("the signal").doesNotContain("SIGHUP does not reload here");

      Files.writeString(file, yaml(a.port(), first) + "spce: {}\n");
      hangup(router);
      await("the bad file to be refused")
          .atMost(LIMIT)
          .until(() -> log().contains("not reloaded, nothing has changed"));
      assertThat(log())
          .contains("unknown field 'spce'")
          .containsPattern(TIME_WITH_ZONE + " \\w+ +\\[west\\] ReloadLog - not reloaded");

      Files.writeString(file, yaml(a.port(), second));
      hangup(router);
      await("the listener to move").atMost(LIMIT).until(() -> refuses(first) && !refuses(second));
      await("the reload to be logged")
          .atMost(LIMIT)
          .until(() -> log().contains("reloaded: Listener 'a' moved"));
      assertAlive(held);

      router.destroy(); // SIGTERM
      await("the port to be closed").atMost(LIMIT).until(() -> refuses(second));
      assertThat(router.isAlive()).isTrue();
      assertAlive(held);
      held.close();
      assertThat(router.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(router.exitValue()).isZero();
    }
  }

  @Test
  void debug_log_gives_the_reason_for_each_decision() throws Exception {
    int listener = freePort();
    int gone = freePort();
    Path file = folder.resolve("site.yaml");
    Files.writeString(file, yaml(gone, listener));
    start(file, "DEBUG");

    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), listener)) {
      client.setSoTimeout((int) LIMIT.toMillis());
      client.getInputStream().read();
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }

    await("the client to be turned away")
        .atMost(LIMIT)
        .until(() -> log().contains("a client is turned away"));
    assertThat(log())
        .contains(
            "a destination is chosen listener=\"a\" policy=\"PriorityKeys\" key=\"k\""
                + " destination=\"c@west\" perceivedCosts=\"[k=c@west:0]\" attempt=\"1\"")
        .contains("a try failed listener=\"a\" destination=\"c@west\" reason=")
        .contains("Connection refused")
        .contains("reason=\"all that is reachable has failed\" attempts=\"1\"");
  }

  @Test
  void jvm_without_ipv6_serves_what_has_an_ipv4_address_and_says_why_not_the_rest()
      throws Exception {
    int listener = freePort();
    Path file = folder.resolve("site.yaml");
    try (TestSites sites = new TestSites();
        Workload a = Workload.namedEcho("a")) {
      Router east = sites.start(TestSites.site("east").access());
      String unchecked = ", annotations: {spillway.dev/health-check: none}";
      Files.writeString(
          file,
          resource("Site", "west", "{}")
              + link("a-six", "'::1'", 1)
              + link("b-four", "127.0.0.1", east.linkAddress().getPort())
              + resource("Connector", "a-six", "{host: '::1', port: 1, routingKey: k}")
              + resource("Connector", "b-four" + unchecked, at("127.0.0.1", a.port()))
              + resource("Connector", "c-six" + unchecked, at("'::1'", a.port()))
              + resource("Listener", "k", at("127.0.0.1", listener)));
      start(file, "INFO", IPV4_ONLY);

      awaitSites(east, "east", "west");
      for (int i = 0; i < 4; i++) { // some of which try the other one first
        hold(listener).close();
      }
    }
    assertThat(log())
        .containsPattern("link .*a-six.* cannot be opened, trying on: .*this JVM has no IPv6")
        .contains("connector a-six is not advertised: this JVM has no IPv6")
        .doesNotContain("ERROR");
  }

  @Test
  void jvm_without_ipv6_refuses_to_listen_at_an_ipv6_address_and_says_why() throws Exception {
    Path file = folder.resolve("site.yaml");
    Files.writeString(
        file, resource("Site", "west", "{}") + resource("Listener", "k", at("'::'", 0)));

    Process router = process(file, "INFO", IPV4_ONLY);

    assertThat(router.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(router.exitValue()).isEqualTo(2);
    assertThat(log()).contains("listener 'k' cannot listen at :::0: this JVM has no IPv6");
  }

  @Test
  void port_without_a_descriptor_for_its_clients_says_so_and_takes_them_when_there_is_one()
      throws Exception {
    int listener = freePort();
    int access = freePort();
    launcher = List.of("sh", "-c", "ulimit -n 200 && exec \"$@\"", "sh");
    handshakeTimeout = "1m"; // so long the strangers hold what they have
    Path file = folder.resolve("site.yaml");
    Files.writeString(
        file,
        resource("Site", "west", "{}")
            + access(access)
            + resource("Listener", "nowhere", at("127.0.0.1", listener)));
    classPath = inJar() + File.pathSeparator + classPath;
    start(file, "INFO");

    List<Socket> strangers = new ArrayList<>();
    try {
      for (int i = 0; i < 400; i++) {
        strangers.add(new Socket(InetAddress.getLoopbackAddress(), access));
      }
      awaitCannotAccept(access);
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), listener)) {
        client.setSoTimeout((int) LIMIT.toMillis());
        awaitCannotAccept(listener);

        closeAll(strangers);

        // It is told that there is no workload, for which one descriptor is enough.
        assertThat(howItEnds(client)).isEqualTo("reset");
      }
    } finally {
      closeAll(strangers);
    }
    assertThat(log()).doesNotContain("ERROR");
  }

  /** The router's classes as they are shipped: none takes a descriptor when it is loaded. */
  private Path inJar() throws Exception {
    Path jar = folder.resolve("router.jar");
    Path classes = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (!Files.isDirectory(classes)) {
      return classes;
    }
    int failed =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, "-cf", jar.toString(), "-C", classes.toString(), ".");
    assertThat(failed).isZero();
    return jar;
  }

  private static void closeAll(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void awaitCannotAccept(int port) {
    Pattern line =
        Pattern.compile(
            "WARN .*cannot accept at .*:" + port + "\\], pausing: .*Too many open files");
    await("the log to say that no client can be accepted at port " + port)
        .atMost(LIMIT)
        .until(() -> line.matcher(log()).find());
  }

  private Process start(Path file, String logLevel, String... jvm) throws IOException {
    Process process = process(file, logLevel, jvm);
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    assertThat(out.readLine()).isEqualTo("ready");
    return process;
  }

  private Process process(Path file, String logLevel, String... jvm) throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvm));
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            Main.class.getName(),
            "--no-admin",
            "--drain=1m",
            "--handshake-timeout=" + handshakeTimeout,
            file.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(folder.resolve("router.log").toFile());
    builder.environment().put("SPILLWAY_LOG", logLevel);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static void hangup(Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("router.log"));
  }

  private static Socket hold(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) LIMIT.toMillis());
    assertThat(name(socket)).isEqualTo("a");
    return socket;
  }

  private static String yaml(int workload, int listener) {
    String unchecked = ", annotations: {spillway.dev/health-check: none}";
    return resource("Connector", "c" + unchecked, at("127.0.0.1", workload))
        + resource("Listener", "a", at("127.0.0.1", listener))
        + resource("Site", "west", "{}");
  }

  private static String at(String host, int port) {
    return "{host: " + host + ", port: " + port + ", routingKey: k}";
  }

  private static String access(int port) {
    return resource(
        "RouterAccess",
        "access",
        "{bindHost: 127.0.0.1, roles: [{name: inter-router, port: " + port + "}]}");
  }

  private static String link(String name, String host, int port) {
    return resource(
        "Link",
        name,
        "{endpoints: [{name: inter-router, host: " + host + ", port: " + port + "}]}");
  }

  private static String resource(String kind, String name, String spec) {
    return "---\napiVersion: skupper.io/v2alpha1\nkind: "
        + kind
        + "\nmetadata: {name: "
        + name
        + "}\nspec: "
        + spec
        + "\n";
  }
}
