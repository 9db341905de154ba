package io.spillway.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.admin.AdminServer;
import io.spillway.router.admin.FakeRouter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class MainTest {

  private static final String SITE =
      "apiVersion: skupper.io/v2alpha1\nkind: Site\nmetadata: {name: west}\n";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @Test
  void version_is_the_one_of_the_build() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).matches("spillway-router [0-9]+\\.[0-9]+\\.[0-9]+\\S*\\s+");
    assertThat(out.toString()).contains(Router.version());
  }

  @Test
  void check_of_a_right_file_starts_nothing_and_succeeds() throws IOException {
    assertThat(run("--check", file(SITE))).isZero();
    assertThat(out.toString()).startsWith("ok: site west, links: 0, listeners: 0, connectors: 0");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void check_of_a_wrong_file_says_what_is_wrong_and_fails_with_2() throws IOException {
    assertThat(run("--check", file(SITE + "spce: {}\n"))).isEqualTo(2);
    assertThat(err.toString()).contains("site.yaml:4: Site 'west' has an unknown field 'spce'");
    assertThat(err.toString()).doesNotContain("\tat ");
  }

  @Test
  void check_of_a_file_that_is_not_utf_8_names_the_byte_and_fails_with_2() throws IOException {
    Path file = folder.resolve("site.yaml");
    Files.write(file, (SITE + "# Zürich\n").getBytes(StandardCharsets.ISO_8859_1));

    assertThat(run("--check", file.toString())).isEqualTo(2);

    assertThat(err.toString())
        .contains("site.yaml:4: byte 0xFC at offset " + (SITE.length() + 3) + " is not UTF-8")
        .contains("Save the file as UTF-8");
  }

  @Test
  void file_that_is_not_there_fails_with_2_and_its_name() {
    assertThat(run("--check", folder.resolve("gone.yaml").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("gone.yaml: there is none");
  }

  @Test
  void folder_in_place_of_the_file_fails_with_2_and_says_what_to_name() {
    assertThat(run("--check", folder.toString())).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo(
            "cannot read the file " + folder + ": it is a folder. Name the site file in it.");
  }

  @Test
  void problems_of_flags_are_shown_beside_a_file_that_is_not_there() {
    assertThat(run("--loops=0", folder.resolve("gone.yaml").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--loops is 0", "gone.yaml: there is none");
  }

  @Test
  void flag_that_cannot_be_read_is_shown_alone_and_not_above_a_page_of_help() {
    assertThat(run("--drain=5", "site.yaml")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "Invalid value for option '--drain': '5' is not a time. Write a whole number with its"
                + " unit: 500ms, 10s, 2m, 1h",
            "See spillway-router --help.");
  }

  @Test
  void flag_that_there_is_not_is_shown_with_what_may_be_meant() {
    assertThat(run("--drian=5s", "site.yaml")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly("Unknown option: '--drian=5s'", "Possible solutions: --drain");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --loops=0 | --loops is 0; use 1 to 64
          --spare-streams=257 | --spare-streams is 257; use 0 to 256
          --connect-timeout=0ms | --connect-timeout is 0s; use more than 0
          --setup-timeout=0s | --setup-timeout is 0s; use more than 0
          --handshake-timeout=0s | --handshake-timeout is 0s; use more than 0
          --close-timeout=0s | --close-timeout is 0s; use more than 0
          --heartbeat-interval=0s | --heartbeat-interval is 0s; use more than 0
          --heartbeat-interval=251ms | --heartbeat-interval is 251ms; use at most 250ms, or links
          --health-interval=0s | --health-interval is 0s; use more than 0
          --connect-timeout=8761h | --connect-timeout is 8761h; use at most 8760h
          --setup-timeout=8761h | --setup-timeout is 8761h; use at most 8760h
          --idle-timeout=8761h | --idle-timeout is 8761h; use at most 8760h
          --handshake-timeout=8761h | --handshake-timeout is 8761h; use at most 8760h
          --close-timeout=8761h | --close-timeout is 8761h; use at most 8760h
          --health-interval=8761h | --health-interval is 8761h; use at most 8760h
          --drain=8761h | --drain is 8761h; use at most 8760h
          --idle-timeout=999999999h | --idle-timeout is 999999999h; use at most 8760h
          --heartbeat-interval=8761h | --heartbeat-interval is 8761h; use at most 250ms, or links
          --attempts=0 | --attempts is 0; use 1 to 1000
          --connections-per-listener=0 | --connections-per-listener is 0; use 1 to 2147483647
          --streams-per-link=0 | --streams-per-link is 0; use 1 to 2147483647
          --handshakes=0 | --handshakes is 0; use 1 to 2147483647
          --frame-bytes=8191 | --frame-bytes is 8191; use 8192 to 16777216
          --sites=0 | --sites is 0; use 1 to 2147483647
          --network-bytes=1023 | --network-bytes is 1023; use 1024 to 2147483647
          --pending-bytes=1023 | --pending-bytes is 1023; use 1024 to 2147483647
          --advertised=0 | --advertised is 0; use 1 to 2147483647
          --drain=5 | '5' is not a time. Write a whole number with its unit: 500ms, 10s, 2m, 1h
          --idle-timeout=-1s | '-1s' is not a time
          --loops=x | Invalid value for option '--loops': 'x' is not an int
          --sites=1.5 | Invalid value for option '--sites': '1.5' is not an int
          --handshakes=2147483648 | Invalid value for option '--handshakes': '2147483648' is not an int
          --seed=x | Invalid value for option '--seed': 'x' is not a long
          --admin=9090 | '9090' is not an address. Write HOST:PORT, such as 127.0.0.1:9090
          --admin=127.0.0.1:65536 | '127.0.0.1:65536' is not an address
          --admin=no.such.host.invalid:1 | host 'no.such.host.invalid' is unknown
          --no-admin --admin=[::1]:1 | --admin and --no-admin exclude each other. Keep one of them.
          --loop=2 | Unknown option: '--loop=2'
          """)
  void wrong_flag_fails_with_2_and_says_what_is_right(String flags, String message)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(flags.split(" ")));
    arguments.addAll(List.of("--check", file(SITE)));

    assertThat(run(arguments.toArray(new String[0]))).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).doesNotContain("ok:");
  }

  @Test
  void longest_times_are_right() throws IOException {
    assertThat(
            run(
                "--connect-timeout=8760h",
                "--setup-timeout=8760h",
                "--idle-timeout=8760h",
                "--handshake-timeout=8760h",
                "--close-timeout=8760h",
                "--health-interval=8760h",
                "--drain=8760h",
                "--check",
                file(SITE)))
        .isZero();
  }

  @Test
  void all_problems_of_flags_and_file_are_shown_at_once() throws IOException {
    assertThat(run("--loops=0", "--sites=0", "--check", file(SITE + "spce: {}\n"))).isEqualTo(2);
    assertThat(err.toString())
        .contains("--loops is 0", "--sites is 0", "site.yaml:4: Site 'west' has an unknown field");
  }

  @Test
  void credentials_are_looked_for_where_the_flag_says() throws IOException {
    String link =
        "---\napiVersion: skupper.io/v2alpha1\nkind: Link\nmetadata: {name: l}\nspec:"
            + " {tlsCredentials: east, endpoints: [{name: inter-router, host: h, port: 1}]}\n";
    Path secrets = folder.resolve("secrets");

    assertThat(run("--check", "--credentials", secrets.toString(), file(SITE + link))).isEqualTo(2);
    assertThat(err.toString())
        .contains("names tlsCredentials 'east', but there is no")
        .contains(secrets.resolve("east").toString());
  }

  @Test
  void credentials_that_cannot_be_used_are_found_by_the_check() throws IOException {
    Path east = Files.createDirectories(folder.resolve("secrets").resolve("east"));
    for (String name : List.of("ca.crt", "tls.crt", "tls.key")) {
      Files.writeString(east.resolve(name), "-----BEGIN NONSENSE-----");
    }
    String link =
        "---\napiVersion: skupper.io/v2alpha1\nkind: Link\nmetadata: {name: l}\nspec:"
            + " {tlsCredentials: east, endpoints: [{name: inter-router, host: h, port: 1}]}\n";

    assertThat(run("--check", "--credentials", east.getParent().toString(), file(SITE + link)))
        .isEqualTo(2);
    assertThat(err.toString()).contains("credentials 'east'");
  }

  @Test
  void file_that_is_not_named_fails_with_2() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required parameter: 'SITE.yaml'");
  }

  @Test
  void every_option_of_the_router_has_a_flag_that_sets_it() {
    CommandLine command = Main.commandLine();
    command.parseArgs(
        "--loops=3 --seed=4 --spare-streams=5 --connect-timeout=6s --setup-timeout=7s"
            .concat(" --idle-timeout=8s --handshake-timeout=9s --heartbeat-interval=10ms")
            .concat(" --health-interval=11ms --drain=2m --attempts=12")
            .concat(" --connections-per-listener=13 --streams-per-link=17 --handshakes=14")
            .concat(" --frame-bytes=16384 --sites=15 --network-bytes=4096 --advertised=16")
            .concat(" --pending-bytes=8192 --close-timeout=17s site.yaml")
            .split(" "));
    RouterOptions defaults = RouterOptions.defaults();

    List<String> problems = new ArrayList<>();
    RouterOptions set = Flags.options(command.getCommandSpec(), problems);

    assertThat(problems).isEmpty();
    assertThat(set)
        .isEqualTo(
            new RouterOptions(
                set.policies(),
                defaults.gate(),
                3,
                4,
                5,
                Optional.empty(),
                Optional.empty(),
                new RouterOptions.Timing(
                    Duration.ofSeconds(6),
                    Duration.ofSeconds(7),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(9),
                    Duration.ofSeconds(17),
                    Duration.ofMillis(10),
                    Duration.ofMillis(11),
                    Duration.ofMinutes(2)),
                new RouterOptions.Bounds(12, 13, 17, 14, 16384, 15, 4096, 16, 8192)));
  }

  @Test
  void flags_that_are_not_given_leave_the_defaults_but_for_the_drain() {
    CommandLine command = Main.commandLine();
    command.parseArgs("site.yaml");
    RouterOptions set = Flags.options(command.getCommandSpec(), new ArrayList<>());

    assertThat(set.bounds()).isEqualTo(RouterOptions.defaults().bounds());
    assertThat(set.timing())
        .isEqualTo(
            RouterOptions.defaults().with(o -> o.drainTimeout(Duration.ofSeconds(5))).timing());
  }

  @Test
  void help_shows_every_flag_with_its_default_and_the_documentation_every_flag()
      throws IOException {
    assertThat(run("--help")).isZero();
    String help = out.toString().replaceAll("\\s+", " ");
    String docs = Files.readString(Path.of("..", "docs", "router.md"));
    for (OptionSpec option : Main.commandLine().getCommandSpec().options()) {
      assertThat(help).contains(option.longestName());
      if (!option.usageHelp() && !option.versionHelp()) {
        assertThat(docs).contains("| `" + option.longestName());
      }
      for (String line : option.description()) {
        Matcher shown = Pattern.compile("\\(default: (.+)\\)\\.").matcher(line);
        if (shown.find() && !shown.group(1).contains(" ")) {
          assertThat(help).contains("(default: " + shown.group(1) + ")");
          assertThat(docs)
              .containsPattern(
                  "(?m)^\\| `" + option.longestName() + ".*\\| `" + Pattern.quote(shown.group(1)));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--loops, 1, 64, 65",
    "--spare-streams, 0, 256, 257",
    "--heartbeat-interval, at most, 250ms, 251ms",
    "--health-interval, at most, 350ms,",
    "--attempts, 1, 1000, 1001",
    "--frame-bytes, 8192, 16777216, 16777217",
    "--network-bytes, at least, 1024, 1023",
    "--pending-bytes, at least, 1024, 1023"
  })
  void help_and_documentation_say_the_bounds_of_a_flag(
      String flag, String least, String most, String wrong) throws IOException {
    String help =
        String.join(" ", Main.commandLine().getCommandSpec().findOption(flag).description());
    String docs =
        Files.readAllLines(Path.of("..", "docs", "router.md")).stream()
            .filter(line -> line.startsWith("| `" + flag + " "))
            .findFirst()
            .orElseThrow()
            .replace("`", "");

    assertThat(help).containsPattern("\\b" + least + "\\b").containsPattern("\\b" + most + "\\b");
    assertThat(docs).containsPattern("\\b" + least + "\\b").containsPattern("\\b" + most + "\\b");
    if (wrong != null) {
      assertThat(run(flag + "=" + wrong, "--check", file(SITE))).isEqualTo(2);
    }
  }

  @Test
  void health_of_a_router_that_works_is_0_and_of_one_that_is_not_there_1() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    String address;
    try (Router router =
        Router.start(
            TestSites.site("west").config(),
            RouterOptions.defaults().with(o -> o.admin(anyPort)))) {
      address = "127.0.0.1:" + router.adminAddress().getPort();

      assertThat(run("health", "--admin", address)).isZero();
      assertThat(out.toString()).contains("\"healthy\" : true");
    }
    assertThat(run("health", "--admin", address)).isEqualTo(1);
    assertThat(err.toString()).contains("no answer from", address, "with --no-admin it cannot");
  }

  @Test
  void health_of_a_router_that_hangs_is_1_and_says_why() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    FakeRouter router = new FakeRouter();
    router.hangs("loop 0 has not turned for 4 s; at most 3 s are allowed");
    try (AdminServer endpoint = AdminServer.bind(anyPort, "test-admin", () -> {})) {
      endpoint.start(router);

      assertThat(run("health", "--admin", "127.0.0.1:" + endpoint.address().getPort()))
          .isEqualTo(1);
    }
    assertThat(out.toString())
        .contains("\"healthy\" : false", "loop 0 has not turned for 4 s; at most 3 s are allowed");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void busy_port_fails_with_2_and_names_the_listener() throws IOException {
    try (ServerSocket busy = new ServerSocket(0)) {
      String listener =
          "---\napiVersion: skupper.io/v2alpha1\nkind: Listener\nmetadata: {name: shop}\n"
              + "spec: {host: 127.0.0.1, port: "
              + busy.getLocalPort()
              + ", routingKey: k}\n";

      assertThat(run("--no-admin", file(SITE + listener))).isEqualTo(2);
      assertThat(err.toString()).contains("listener 'shop' cannot listen at 127.0.0.1:");
    }
  }

  private int run(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("site.yaml"), yaml).toString();
  }
}
