package io.spillway.router.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs of this machine. */
final class Tools {

  private static final Pattern MODULES = Pattern.compile("--modules-path=(\\S+)");

  private Tools() {}

  /** {@return a program in the PATH, or where servers are} */
  static Optional<Path> find(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * {@return the modules that this nginx has to load for streams, or nothing if it cannot do
   * streams}
   */
  static Optional<List<Path>> nginxStreamModules(Path nginx) throws IOException {
    String built = output(nginx.toString(), "-V");
    if (!built.contains("--with-stream=dynamic")) {
      return built.contains("--with-stream") ? Optional.of(List.of()) : Optional.empty();
    }
    Matcher folder = MODULES.matcher(built);
    Path module = Path.of(folder.find() ? folder.group(1) : "", "ngx_stream_module.so");
    return Files.exists(module) ? Optional.of(List.of(module)) : Optional.empty();
  }

  /** {@return all that a program prints} */
  static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** {@return the first line that a program prints} */
  static String firstLine(String... command) throws IOException {
    return output(command).lines().findFirst().orElse("");
  }
}
