package io.spillway.harness.driver;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The versions of a program that a driver knows. Immutable. */
public final class KnownVersions {

  private final String product;
  private final String option;
  private final Pattern answer;
  private final String install;
  private final int[] first;

  /**
   * Says which they are.
   *
   * @param product the program's name, as people write it
   * @param option asks the program for its version
   * @param answer finds that in the program's words: its first group is the version, the others are
   *     the numbers of it that are compared
   * @param install what to do where there is no such program
   * @param first the first known version, in as many numbers as {@code answer} has groups for
   */
  public KnownVersions(
      String product, String option, Pattern answer, String install, int... first) {
    this.product = product;
    this.option = option;
    this.answer = answer;
    this.install = install;
    this.first = first.clone();
  }

  /** {@return what asks the program for its version} */
  public String option() {
    return option;
  }

  /**
   * {@return the version that a program of this machine says it has}
   *
   * @param program a path
   * @param words what it answers to the option
   * @param settings name the setting with which another one can be taken
   * @throws DriverException if it says none, or one that is not known
   */
  public String ofProgram(String program, String words, DriverSettings settings) {
    String other =
        "; or say where another one is with " + settings.property(DriverSettings.BINARY) + "=PATH";
    return read(program, words, remedy -> remedy + other);
  }

  /**
   * {@return the version that an image's program says it has}
   *
   * @param command its name there
   * @param words what it answers to the option
   * @throws DriverException if it says none, or one that is not known
   */
  public String ofImage(String command, RouterImage image, String words, DriverSettings settings) {
    String other = "name another image with " + settings.property(DriverSettings.IMAGE) + "=NAME";
    return read(command + " of the image " + image.name(), words, remedy -> other);
  }

  /** The last parameter gives what there is to do instead of what is to do here. */
  private String read(String program, String words, UnaryOperator<String> remedies) {
    Matcher matcher = answer.matcher(words);
    if (!matcher.find()) {
      throw new DriverException(
          "%s %s does not say which version of %s it is, but: %s; %s"
              .formatted(program, option, product, words, remedies.apply(install)));
    }
    int[] found = new int[first.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = Integer.parseInt(matcher.group(i + 2));
    }
    if (Arrays.compare(found, first) < 0) {
      throw new DriverException(
          "%s is %s %s, and the driver knows %s and later; %s"
              .formatted(
                  program,
                  product,
                  matcher.group(1),
                  Arrays.stream(first).mapToObj(String::valueOf).collect(Collectors.joining(".")),
                  remedies.apply("install a later one")));
    }
    return matcher.group(1);
  }
}
