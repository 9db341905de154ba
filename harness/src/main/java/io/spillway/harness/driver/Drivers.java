package io.spillway.harness.driver;

import io.spillway.harness.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The drivers that there are: those of the harness, and those on the class path. */
public final class Drivers {

  private Drivers() {}

  /**
   * {@return a provider for each driver, in the order of the class path}
   *
   * @throws DriverException if one cannot be loaded; the message says which and why
   */
  public static List<DriverProvider> all() {
    List<DriverProvider> all = new ArrayList<>();
    try {
      ServiceLoader.load(DriverProvider.class).forEach(all::add);
    } catch (ServiceConfigurationError e) {
      throw new DriverException(
          "a driver that is on the class path cannot be loaded: %s%s; correct or remove its line in %s"
              .formatted(
                  e.getMessage(),
                  e.getCause() == null ? "" : ": " + e.getCause(),
                  "META-INF/services/" + DriverProvider.class.getName()),
          e);
    }
    return all;
  }

  /**
   * {@return the provider of that name}
   *
   * @throws IllegalArgumentException if there is none; the message says which there are
   * @throws DriverException if there is more than one, or one cannot be loaded
   */
  public static DriverProvider named(String name) {
    List<DriverProvider> all = all();
    List<DriverProvider> found = all.stream().filter(each -> each.name().equals(name)).toList();
    if (found.size() > 1) {
      throw new DriverException(
          "there is more than one driver %s: %s; take one of them off the class path"
              .formatted(name, found.stream().map(each -> each.getClass().getName()).toList()));
    }
    List<String> names = all.stream().map(DriverProvider::name).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no driver " + name + Suggestion.among(names, name));
    }
    return found.get(0);
  }
}
