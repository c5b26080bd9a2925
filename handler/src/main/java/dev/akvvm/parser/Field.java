package dev.akvvm.parser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One value of the settings together with its place, read forgivingly: templates hold strings where
 * numbers and booleans are meant, and null or "" where nothing is.
 *
 * <p>Protected and public settings are read as one: the first layer in which something is set wins,
 * and objects are merged, layer by layer.
 */
final class Field {
  private static final int MAX_QUOTED = 120;

  private final List<Layer> layers;
  private final Problems problems;

  /**
   * @param layers at least one, the first one takes precedence
   */
  Field(List<Layer> layers, Problems problems) {
    this.layers = effective(layers);
    this.problems = problems;
  }

  private static List<Layer> effective(List<Layer> layers) {
    List<Layer> set = layers.stream().filter(Predicate.not(Layer::isUnset)).toList();
    if (set.isEmpty()) {
      return List.of(layers.getLast());
    }
    return set.getFirst().value().isObject()
        ? set.stream().takeWhile(layer -> layer.value().isObject()).toList()
        : List.of(set.getFirst());
  }

  private JsonNode value() {
    return layers.getFirst().value();
  }

  String pointer() {
    return layers.getFirst().pointer();
  }

  /** Missing, null, or blank text. */
  boolean isUnset() {
    return layers.getFirst().isUnset();
  }

  /** Unset, or an object without a member that is set. */
  boolean holdsNothing() {
    return isUnset()
        || (value().isObject()
            && layers.stream()
                .flatMap(layer -> layer.value().properties().stream())
                .allMatch(member -> child(member.getKey()).isUnset()));
  }

  /** True when this is an object; anything else is for the caller to report. */
  boolean holdsMembers() {
    return value().isObject();
  }

  boolean isText() {
    return value().isTextual();
  }

  Field child(String key) {
    return new Field(layers.stream().map(layer -> layer.child(key)).toList(), problems);
  }

  /** The members of an object, by name. */
  Map<String, Field> members() {
    Map<String, Field> members = new TreeMap<>();
    for (Layer layer : layers) {
      layer.value().fieldNames().forEachRemaining(name -> members.put(name, child(name)));
    }
    return members;
  }

  /** True when this is an object; anything else but "not set" is a problem. */
  boolean isObject() {
    if (!value().isObject() && !isUnset()) {
      error("expected an object, found " + found());
    }
    return value().isObject();
  }

  /** Reports members with an unknown name, with the name that was probably meant. */
  void warnOfUnknownKeys(KnownKeys known) {
    eachUnknownKey(
        known, (pointer, hint) -> problems.warning(pointer, "unknown key, ignored" + hint));
  }

  /** The same where ignoring one would be worse than refusing all settings. */
  void refuseUnknownKeys(KnownKeys known) {
    eachUnknownKey(known, (pointer, hint) -> problems.error(pointer, "unknown key" + hint));
  }

  private void eachUnknownKey(KnownKeys known, BiConsumer<String, String> tell) {
    for (Layer layer : layers) {
      for (Map.Entry<String, JsonNode> member : layer.value().properties()) {
        String key = member.getKey();
        if (!known.names().contains(key)) {
          tell.accept(layer.child(key).pointer(), known.hint(key).orElse(""));
        }
      }
    }
  }

  Optional<String> text() {
    if (isUnset()) {
      return Optional.empty();
    }
    if (!value().isTextual()) {
      error("expected a string, found " + found());
      return Optional.empty();
    }
    return Optional.of(value().textValue().strip());
  }

  /** A name; one of digits only may be given as a number. */
  Optional<String> name() {
    return value().isIntegralNumber() ? Optional.of(value().asText()) : text();
  }

  /** A word of a command line, taken literally: it may be empty, or a number. */
  Optional<String> word() {
    boolean isWord = value().isTextual() || value().isIntegralNumber();
    if (!isWord || value().asText().indexOf('\0') >= 0) {
      error("expected a string without a null character, found " + found());
      return Optional.empty();
    }
    return Optional.of(value().asText());
  }

  boolean flag(boolean otherwise) {
    if (isUnset()) {
      return otherwise;
    }
    String word = value().asText().strip();
    if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
      return Boolean.parseBoolean(word);
    }
    error("expected true or false, found " + found());
    return otherwise;
  }

  /**
   * One of an enum's constants by its name, in whatever case.
   *
   * @param usual what is meant when nothing is set
   */
  <E extends Enum<E>> E choice(E usual) {
    Optional<String> name = text();
    if (name.isEmpty()) {
      return usual;
    }
    List<E> all = List.of(usual.getDeclaringClass().getEnumConstants());
    Optional<E> meant =
        all.stream().filter(each -> each.name().equalsIgnoreCase(name.get())).findFirst();
    if (meant.isEmpty()) {
      error(
          all.stream()
              .map(each -> each.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(" or ", "expected ", ", found " + found())));
    }
    return meant.orElse(usual);
  }

  /**
   * A whole number that fits an int, as a number or as a string.
   *
   * @param expected what is meant, for the message when it is something else or too small
   */
  Optional<Integer> number(int minimum, String expected) {
    if (isUnset()) {
      return Optional.empty();
    }
    try {
      int number = new BigDecimal(value().asText().strip()).intValueExact();
      if (number >= minimum) {
        return Optional.of(number);
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // reported below, together with numbers that are too small
    }
    error("expected " + expected + ", found " + found());
    return Optional.empty();
  }

  /** The elements of an array; one value that is not an array counts as an array of one. */
  List<Field> elements() {
    List<Field> elements = new ArrayList<>();
    if (value().isArray()) {
      for (int i = 0; i < value().size(); i++) {
        elements.add(new Field(List.of(layers.getFirst().element(i)), problems));
      }
    } else if (!isUnset()) {
      elements.add(this);
    }
    return elements;
  }

  void error(String message) {
    problems.error(pointer(), message);
  }

  void warning(String message) {
    problems.warning(pointer(), message);
  }

  /** True when only this machine can read the value. */
  boolean isProtected() {
    return !quotable();
  }

  /**
   * The same without any public value, which is an error.
   *
   * @param reason why it may be in protected settings only, and what to do
   */
  Field protectedOnly(String reason) {
    List<Layer> hidden = new ArrayList<>();
    for (Layer layer : layers) {
      if (!layer.quotable()) {
        hidden.add(layer);
      } else if (!layer.isUnset() && !(layer.value().isObject() && layer.value().isEmpty())) {
        problems.error(layer.pointer(), reason);
      }
    }
    if (hidden.isEmpty()) {
      hidden.add(layers.getLast().holding(MissingNode.getInstance()).hidden());
    }
    return new Field(hidden, problems);
  }

  /** How many errors there are so far, here and elsewhere. */
  int errorsSoFar() {
    return problems.errors();
  }

  /** The value as found, for a message. */
  String found() {
    return switch (value().getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case MISSING, NULL -> "nothing";
      case STRING -> quoted(value().textValue());
      default -> quotable() ? shortened(value().asText()) : "a protected value";
    };
  }

  /**
   * Text from this value, for a message. Every message that shows values does so through this
   * method or {@link #found}.
   */
  String quoted(Object text) {
    return quotable()
        ? "\"" + shortened(text.toString().replaceAll("//[^/]*@", "//***@")) + "\""
        : "a protected value";
  }

  /** The same value, which no message shows. */
  Field hidden() {
    return new Field(layers.stream().map(Layer::hidden).toList(), problems);
  }

  private boolean quotable() {
    return layers.stream().allMatch(Layer::quotable);
  }

  private static String shortened(String text) {
    return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...";
  }
}
