package io.spillway.router.config;

import io.spillway.router.config.RouterConfig.Tls;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where {@code tlsCredentials: NAME} is looked up: first among the Secrets of the text, then in a
 * folder. For one text, by one thread.
 */
final class Credentials {

  private static final String TYPE = "kubernetes.io/tls";
  private static final List<String> FILES = List.of("ca.crt", "tls.crt", "tls.key");
  private static final int MAX_LENGTH = 256 * 1024;

  private final Optional<Path> folder;
  private final Map<String, Tls> secrets = new HashMap<>();

  /**
   * Opens the credentials.
   *
   * @param folder the folder, if there may be one
   */
  Credentials(Optional<Path> folder) {
    this.folder = folder;
  }

  /** Takes a Secret in. */
  void secret(String name, Fields resource) {
    resource
        .text("type", "Write type: " + TYPE)
        .filter(type -> !type.equals(TYPE))
        .ifPresent(
            type ->
                resource.report(
                    resource.line("type"),
                    "has type '" + type + "'",
                    "This router knows only " + TYPE));
    Optional<Fields> data = resource.mapping("data", "Add data with " + FILES);
    if (data.isPresent()) {
      List<Optional<String>> texts = FILES.stream().map(file -> decoded(data.get(), file)).toList();
      data.get().finish();
      if (texts.stream().allMatch(Optional::isPresent)) {
        List<String> found = texts.stream().flatMap(Optional::stream).toList();
        secrets.put(name, tls(name, found));
      }
    }
  }

  private static Optional<String> decoded(Fields data, String file) {
    String remedy = "Write the PEM file in base64";
    Optional<String> text = data.text(file, MAX_LENGTH, remedy);
    try {
      return text.map(t -> new String(Base64.getMimeDecoder().decode(t), StandardCharsets.US_ASCII))
          .filter(pem -> isPem(data, file, pem));
    } catch (IllegalArgumentException e) {
      data.report(data.line(file), "has a '" + file + "' that is not base64", remedy);
      return Optional.empty();
    }
  }

  private static boolean isPem(Fields data, String file, String text) {
    boolean pem = text.contains("-----BEGIN ");
    if (!pem) {
      data.report(data.line(file), "has a '" + file + "' without a PEM block", "Encode a PEM file");
    }
    return pem;
  }

  /** Looks the credentials up that a resource names; reports what is missing. */
  Optional<Tls> find(Fields spec) {
    if (!spec.has("tlsCredentials")) {
      spec.accept("tlsCredentials");
      return Optional.empty();
    }
    Optional<String> name = spec.text("tlsCredentials", "Name a Secret, or leave the field out");
    return name.map(secrets::get).or(() -> name.flatMap(n -> inFolder(n, spec)));
  }

  private Optional<Tls> inFolder(String name, Fields spec) {
    int line = spec.line("tlsCredentials");
    if (folder.isEmpty() || name.contains("/") || name.startsWith(".")) {
      spec.report(
          line, "names tlsCredentials '" + name + "', which are not here", "Add a Secret " + name);
      return Optional.empty();
    }
    Path place = folder.get().resolve(name);
    try {
      return Optional.of(
          tls(
              name,
              List.of(
                  Files.readString(place.resolve(FILES.get(0)), StandardCharsets.US_ASCII),
                  Files.readString(place.resolve(FILES.get(1)), StandardCharsets.US_ASCII),
                  Files.readString(place.resolve(FILES.get(2)), StandardCharsets.US_ASCII))));
    } catch (IOException e) {
      spec.report(
          line,
          "names tlsCredentials '" + name + "', but " + why(e),
          "Put " + String.join(", ", FILES) + " into " + place + ", or add a Secret " + name);
      return Optional.empty();
    }
  }

  private static String why(IOException failure) {
    if (failure instanceof CharacterCodingException) {
      return "one of their files is no PEM file: it has bytes that are not ASCII";
    }
    return failure instanceof NoSuchFileException
        ? "there is no " + failure.getMessage()
        : failure.toString();
  }

  private static Tls tls(String name, List<String> files) {
    return new Tls(name, files.get(0), files.get(1), files.get(2));
  }
}
