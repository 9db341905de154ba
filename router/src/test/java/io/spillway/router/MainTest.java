package io.spillway.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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
    assertThat(out.toString()).startsWith("ok: site west");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void check_of_a_wrong_file_says_what_is_wrong_and_fails_with_2() throws IOException {
    assertThat(run("--check", file(SITE + "spce: {}\n"))).isEqualTo(2);
    assertThat(err.toString()).contains("site.yaml:4: Site 'west' has an unknown field 'spce'");
    assertThat(err.toString()).doesNotContain("\tat ");
  }

  @Test
  void file_that_is_not_there_fails_with_2_and_its_name() {
    assertThat(run("--check", folder.resolve("gone.yaml").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("cannot read the file").contains("gone.yaml");
  }

  @Test
  void busy_port_fails_with_2_and_names_the_listener() throws IOException {
    try (ServerSocket busy = new ServerSocket(0)) {
      String listener =
          "---\napiVersion: skupper.io/v2alpha1\nkind: Listener\nmetadata: {name: shop}\n"
              + "spec: {host: 127.0.0.1, port: "
              + busy.getLocalPort()
              + ", routingKey: k}\n";

      assertThat(run(file(SITE + listener))).isEqualTo(2);
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
