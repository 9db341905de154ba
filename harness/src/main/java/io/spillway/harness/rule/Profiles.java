package io.spillway.harness.rule;

import io.spillway.harness.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The profiles that there are, in the order in which they are reported. Immutable. */
public final class Profiles {

  private static final String FILE = "rules/profiles.yaml";

  private final Map<String, Profile> profiles;

  private Profiles(Map<String, Profile> profiles) {
    this.profiles = profiles;
  }

  /**
   * A profile, or a part of one, as users ask for it.
   *
   * @param profile the profile
   * @param part the part; empty for all of it
   */
  public record Choice(Profile profile, Optional<Profile.Part> part) {

    /** {@return whether this case was asked for} */
    public boolean holds(Rulebook.Selection selection) {
      return profile.holds(selection)
          && part.map(only -> only == Profile.Part.of(selection.ruleCase().level())).orElse(true);
    }

    /** {@return the words that ask for it, such as {@code skupper-2.2/core}} */
    public String word() {
      return profile.name() + part.map(only -> "/" + only.word()).orElse("");
    }
  }

  /**
   * Reads the profiles that Spillway ships.
   *
   * @throws RulebookException if they cannot be used; says on which line and why
   */
  public static Profiles load() {
    return read(FILE, Rulebook.resource(FILE), Rulebook.load());
  }

  /**
   * Reads profiles.
   *
   * @param source what to call them in errors, such as their file's name
   * @param yaml their text; the format is described in {@code rules/README.md}
   * @param rulebook the rulebook that they are about
   * @throws RulebookException if they cannot be used; says on which line and why
   */
  public static Profiles read(String source, String yaml, Rulebook rulebook) {
    Map<String, Profile> profiles = new LinkedHashMap<>();
    new ProfileReader(source, rulebook)
        .read(yaml)
        .forEach(profile -> profiles.put(profile.name(), profile));
    return new Profiles(profiles);
  }

  /** {@return all profiles, in order} */
  public List<Profile> all() {
    return List.copyOf(profiles.values());
  }

  /**
   * {@return the profile that these words ask for, or its part}
   *
   * @param word a name such as {@code skupper-2.2}, or with a part {@code skupper-2.2/core}
   * @throws IllegalArgumentException if there is none; the message names the one that may have been
   *     meant, or those that there are
   */
  public Choice choose(String word) {
    int slash = word.indexOf('/');
    String name = slash < 0 ? word : word.substring(0, slash);
    Profile profile = profiles.get(name);
    if (profile == null) {
      throw new IllegalArgumentException(
          "no profile " + name + Suggestion.among(profiles.keySet(), name));
    }
    return new Choice(
        profile, slash < 0 ? Optional.empty() : Optional.of(part(name, word.substring(slash + 1))));
  }

  private static Profile.Part part(String name, String word) {
    for (Profile.Part part : Profile.Part.values()) {
      if (part.word().equals(word)) {
        return part;
      }
    }
    throw new IllegalArgumentException(
        "profile %s has no part %s, only %s/core and %s/extended"
            .formatted(name, word, name, name));
  }
}
