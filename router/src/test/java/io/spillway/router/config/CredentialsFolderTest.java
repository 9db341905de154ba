package io.spillway.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Link whose {@code tlsCredentials} are looked for in the folder beside the file. */
class CredentialsFolderTest {

  @TempDir private Path folder;

  @Test
  void credentials_are_read_from_their_three_files() throws IOException {
    write("ca.crt", "authorities");
    write("tls.crt", "certificate");
    write("tls.key", "key");

    assertThat(RouterConfig.load(siteNaming("c")).links().get(0).tls())
        .contains(new RouterConfig.Tls("c", "authorities", "certificate", "key"));
  }

  @Test
  void file_that_is_not_there_is_an_error_with_its_name() throws IOException {
    write("ca.crt", "authorities");

    assertThat(problemOf("c"))
        .endsWith(
            "Link 'l' spec names tlsCredentials 'c', but there is no %s. Put ca.crt, tls.crt, tls.key into %s, or add a Secret c."
                .formatted(place().resolve("tls.crt"), place()));
  }

  @Test
  void file_with_bytes_that_are_not_ascii_is_an_error() throws IOException {
    write("ca.crt", "authorities");
    write("tls.crt", "certificate");
    write("tls.key", "schlüssel");

    assertThat(problemOf("c"))
        .endsWith(
            "Link 'l' spec names tlsCredentials 'c', but one of their files is no PEM file: it has bytes that are not ASCII. Put ca.crt, tls.crt, tls.key into %s, or add a Secret c."
                .formatted(place()));
  }

  @Test
  void file_that_this_user_may_not_read_is_an_error_that_says_so_and_not_to_put_it_there()
      throws IOException {
    Credentials.Reader denied = // also where tests run as root, who may read everything
        file -> {
          throw new AccessDeniedException(file.toString());
        };
    Credentials credentials = new Credentials(Optional.of(folder.resolve("credentials")), denied);
    String text = Files.readString(siteNaming("c"));
    RouterConfigException e =
        catchThrowableOfType(
            RouterConfigException.class,
            () -> new SiteFileReader("west.yaml", credentials).read(text));

    assertThat(e.problems()).hasSize(1);
    assertThat(e.problems().get(0).toString())
        .endsWith(
            "Link 'l' spec names tlsCredentials 'c', and the router cannot read the file %s: this user may not. Let the user that the router runs as read ca.crt, tls.crt, tls.key in %s, or add a Secret c."
                .formatted(place().resolve("ca.crt"), place()));
  }

  @Test
  void folder_in_place_of_a_file_is_an_error_that_says_so() throws IOException {
    write("ca.crt", "authorities");
    write("tls.crt", "certificate");
    Files.createDirectories(place().resolve("tls.key"));

    assertThat(problemOf("c"))
        .endsWith(
            "Link 'l' spec names tlsCredentials 'c', and the router cannot read the file %s: it is a folder. Put ca.crt, tls.crt, tls.key into %s, or add a Secret c."
                .formatted(place().resolve("tls.key"), place()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../c", "c/d", ".hidden", "/etc"})
  void name_that_leads_out_of_the_folder_is_not_looked_for(String name) throws IOException {
    assertThat(problemOf(name))
        .endsWith(
            "Link 'l' spec names tlsCredentials '%s', which are not here. Add a Secret %s."
                .formatted(name, name));
  }

  private String problemOf(String name) throws IOException {
    Path file = siteNaming(name);
    RouterConfigException e =
        catchThrowableOfType(RouterConfigException.class, () -> RouterConfig.load(file));
    assertThat(e.problems()).hasSize(1);
    return e.problems().get(0).toString();
  }

  private Path siteNaming(String credentials) throws IOException {
    return Files.writeString(
        folder.resolve("west.yaml"),
        """
        {apiVersion: skupper.io/v2alpha1, kind: Site, metadata: {name: west}}
        ---
        apiVersion: skupper.io/v2alpha1
        kind: Link
        metadata: {name: l}
        spec: {tlsCredentials: %s, endpoints: [{name: inter-router, host: h, port: 1}]}
        """
            .formatted(credentials));
  }

  private Path place() {
    return folder.resolve("credentials").resolve("c");
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(Files.createDirectories(place()).resolve(file), text);
  }
}
