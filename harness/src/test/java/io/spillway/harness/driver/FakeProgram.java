package io.spillway.harness.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Programs that say what a test wants, and settings that find no other. */
public final class FakeProgram {

  private FakeProgram() {}

  /** {@return a program of that name in that folder, which says this whatever it is asked} */
  public static Path saying(String words, Path folder, String name) {
    try {
      Path program = folder.resolve(name);
      Files.writeString(program, "#!/bin/sh\ncat <<'END'\n" + words + "\nEND\n");
      if (!program.toFile().setExecutable(true)) {
        throw new IllegalStateException(program + " cannot be made executable");
      }
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@return settings of a user, with that folder as the only one in which programs are looked for}
   */
  public static DriverSettings settings(String driver, Map<String, String> values, Path folder) {
    return new DriverSettings(driver, values, folder, List.of(folder));
  }
}
