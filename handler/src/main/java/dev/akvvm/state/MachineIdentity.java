package dev.akvvm.state;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * By what a machine is told from others that were made from its image: two numbers, as far as it
 * has them. Only digests are kept, because systemd asks programs not to write machine-ids down.
 *
 * @param signs the digests, in hex; a sign that the machine lacks is missing
 */
public record MachineIdentity(Map<Sign, String> signs) {
  private static final Pattern LINE = Pattern.compile("([a-z-]+)=([0-9a-f]{64})");

  /** What a machine is told by, the surest first. */
  public enum Sign {
    /** The number of the (virtual) hardware: on Azure the VM's vmId. Copies of a disk differ. */
    PRODUCT_UUID("product-uuid"),
    /** The number of the installation. Copies of a disk share it unless it was emptied before. */
    MACHINE_ID("machine-id");

    private final String word;

    Sign(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /** Copies the signs. */
  public MachineIdentity {
    signs = Collections.unmodifiableMap(signs.isEmpty() ? Map.of() : new EnumMap<>(signs));
  }

  /** This machine's. */
  public static MachineIdentity ofMachine() {
    return of(Path.of("/"));
  }

  static MachineIdentity of(Path root) {
    Map<Sign, String> signs = new EnumMap<>(Sign.class);
    productUuid(root).ifPresent(id -> signs.put(Sign.PRODUCT_UUID, digest(Sign.PRODUCT_UUID, id)));
    machineId(root).ifPresent(id -> signs.put(Sign.MACHINE_ID, digest(Sign.MACHINE_ID, id)));
    return new MachineIdentity(signs);
  }

  /** Reads what {@link #text} wrote; what is not understood is not a sign. */
  static MachineIdentity parse(String text) {
    Map<Sign, String> signs = new EnumMap<>(Sign.class);
    text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(
            line ->
                Arrays.stream(Sign.values())
                    .filter(sign -> sign.word.equals(line.group(1)))
                    .forEach(sign -> signs.put(sign, line.group(2))));
    return new MachineIdentity(signs);
  }

  /** One line for each sign. */
  String text() {
    return signs.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /** The signs of both that differ; none if there is nothing to compare. */
  List<Sign> differences(MachineIdentity other) {
    return signs.keySet().stream()
        .filter(other.signs::containsKey)
        .filter(sign -> !Objects.equals(signs.get(sign), other.signs.get(sign)))
        .toList();
  }

  /** Whether the surest sign of both differs. */
  boolean isOtherThan(MachineIdentity other) {
    return signs.keySet().stream()
        .filter(other.signs::containsKey)
        .findFirst()
        .filter(sign -> !Objects.equals(signs.get(sign), other.signs.get(sign)))
        .isPresent();
  }

  /** These signs, and those that only the other has. */
  MachineIdentity with(MachineIdentity other) {
    Map<Sign, String> all = new EnumMap<>(Sign.class);
    all.putAll(other.signs);
    all.putAll(signs);
    return new MachineIdentity(all);
  }

  /**
   * Some firmware, and some kernels, swap the bytes of the first three groups: both forms are one
   * number. Zeros and ones only are no number.
   */
  private static Optional<String> productUuid(Path root) {
    return content(root.resolve("sys/class/dmi/id/product_uuid"))
        .map(id -> id.toLowerCase(Locale.ROOT))
        .filter(id -> id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
        .filter(id -> !id.replace("-", "").matches("0*|f*"))
        .map(id -> id.compareTo(swapped(id)) < 0 ? id : swapped(id));
  }

  private static String swapped(String id) {
    return id.replaceFirst("(..)(..)(..)(..)-(..)(..)-(..)(..)-", "$4$3$2$1-$6$5-$8$7-");
  }

  /**
   * Empty or {@code uninitialized} before the first boot of an image has ended. One that systemd
   * has only made up for this boot, which it mounts from memory, is no sign: the next boot has
   * another.
   */
  private static Optional<String> machineId(Path root) {
    return content(root.resolve("etc/machine-id"))
        .filter(id -> id.matches("(?!0{32})[0-9a-f]{32}"))
        .filter(
            _ ->
                content(root.resolve("proc/self/mountinfo")).stream()
                    .flatMap(String::lines)
                    .noneMatch(line -> line.matches(".* /etc/machine-id .* - tmpfs .*")));
  }

  /** Empty where it is missing, or this process may not read it. */
  private static Optional<String> content(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String digest(Sign sign, String id) {
    try {
      byte[] text = ("akvvm " + sign + " " + id).getBytes(US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
