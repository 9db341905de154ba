package io.spillway.router.config;

import io.spillway.router.config.RouterConfig.Tls;
import io.spillway.router.file.Unreadable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
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
  private final Reader reader;
  private final Map<String, Tls> secrets = new HashMap<>();

  /** Reads a file. */
  interface Reader {
    String read(Path file) throws IOException;
  }

  /**
   * Opens the credentials.
   *
   * @param folder the folder, if there may be one
   */
  Credentials(Optional<Path> folder) {
    this(folder, Credentials::text);
  }

  /** Opens credentials whose files are read in another way. */
  Credentials(Optional<Path> folder, Reader reader) {
    this.folder = folder;
    this.reader = reader;
  }

  private static String text(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "it is a folder"); // the JDK names none
    }
    return Files.readString(file, StandardCharsets.US_ASCII);
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
                  reader.read(place.resolve(FILES.get(0))),
                  reader.read(place.resolve(FILES.get(1))),
                  reader.read(place.resolve(FILES.get(2))))));
    } catch (IOException e) {
      spec.report(
          line,
          "names tlsCredentials '" + name + "', " + why(e),
          remedy(e, place) + ", or add a Secret " + name);
      return Optional.empty();
    }
  }

  private static String why(IOException failure) {
    if (failure instanceof CharacterCodingException) {
      return "but one of their files is no PEM file: it has bytes that are not ASCII";
    }
    return failure instanceof NoSuchFileException
        ? "but there is no " + failure.getMessage()
        : "and the router " + Unreadable.words(failure);
  }

  private static String remedy(IOException failure, Path place) {
    String files = String.join(", ", FILES);
    return failure instanceof AccessDeniedException
        ? "Let the user that the router runs as read " + files + " in " + place
        : "Put " + files + " into " + place;
  }

  private static Tls tls(String name, List<String> files) {
    return new Tls(name, files.get(0), files.get(1), files.get(2));
  }
}
