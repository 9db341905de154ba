package example;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.DriverProvider;
import io.spillway.harness.driver.DriverSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Offers the Python router as {@code --driver python-router}. */
public final class PythonRouterProvider implements DriverProvider {

  @Override
  public String name() {
    return "python-router";
  }

  @Override
  public String description() {
    return "the router in Python that Spillway has as an example";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "python", "the Python to run it with, 3.9 or newer (python3 of the PATH)",
        "script", "the router (examples/python/router.py)");
  }

  @Override
  public Driver open(DriverSettings settings) {
    Path python = settings.program("python", "python3", "install Python 3.9 or newer");
    String asked = settings.value("script").orElse("examples/python/router.py");
    Path script = settings.root().resolve(asked).toAbsolutePath().normalize();
    if (!Files.isReadable(script)) {
      throw new DriverException(
          "there is no router at %s; say where it is with %s=PATH"
              .formatted(script, settings.property("script")));
    }
    return new PythonRouterDriver(python, script);
  }
}
