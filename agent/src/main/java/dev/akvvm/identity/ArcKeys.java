package dev.akvvm.identity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of Azure Arc's agent. What answers at its port names the file, and gets its content, so
 * only what that agent alone can have put there is read.
 */
final class ArcKeys {
  private static final Pattern CHALLENGE =
      Pattern.compile("Basic\\s+(.*)", Pattern.CASE_INSENSITIVE);

  /**
   * RFC 9110's parameters; a path holds characters that should be in quotes, and Arc sends none.
   */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\G\\s*([0-9A-Za-z_.-]+)\\s*=\\s*"
              + "(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|([^\",]*))\\s*(?:,|$)");

  private static final int MAX_BYTES = 4096;
  private static final int MAX_SHOWN = 200;

  private final Path folder;

  /**
   * @param folder that holds the keys, {@code /var/opt/azcmagent/tokens}
   */
  ArcKeys(Path folder) {
    this.folder = folder;
  }

  /**
   * The content of the file that a challenge names.
   *
   * @param challenge the header {@code WWW-Authenticate}
   */
  String read(String challenge) throws UnusableKeyException {
    String named =
        realm(challenge.strip())
            .orElseThrow(
                () -> new UnusableKeyException("expected Basic realm=" + folder + "/<name>.key"));
    String shown = named.substring(0, Math.min(named.length(), MAX_SHOWN));
    try {
      return content(checked(named.strip(), shown), shown);
    } catch (NoSuchFileException e) {
      throw new UnusableKeyException("there is no " + shown);
    } catch (IOException e) {
      throw new UnusableKeyException("cannot read " + shown + ": " + e.getMessage());
    } catch (InvalidPathException e) {
      throw new UnusableKeyException("the file it names cannot be");
    }
  }

  /** The one realm of a challenge that consists of well-formed parameters; empty for others. */
  private static Optional<String> realm(String challenge) {
    Matcher basic = CHALLENGE.matcher(challenge);
    if (challenge.length() > MAX_BYTES || !basic.matches()) {
      return Optional.empty();
    }
    Matcher parameter = PARAMETER.matcher(basic.group(1));
    List<String> realms = new ArrayList<>();
    int end = 0;
    while (parameter.find()) {
      end = parameter.end();
      if (parameter.group(1).equalsIgnoreCase("realm")) {
        realms.add(
            parameter.group(2) == null
                ? parameter.group(3).strip()
                : parameter.group(2).replaceAll("\\\\(.)", "$1"));
      }
    }
    return end == basic.group(1).length() && realms.size() == 1
        ? Optional.of(realms.getFirst())
        : Optional.empty();
  }

  /** Links are followed before anything is checked: only where the file really is counts. */
  private Path checked(String named, String shown) throws IOException, UnusableKeyException {
    Path path = Path.of(named);
    if (!path.isAbsolute()) {
      throw new UnusableKeyException(shown + " does not lie in " + folder);
    }
    Path real = path.toRealPath();
    if (!real.startsWith(folder.toRealPath())) {
      throw new UnusableKeyException(shown + " does not lie in " + folder);
    }
    if (!real.toString().endsWith(".key")) {
      throw new UnusableKeyException(shown + " does not end in .key");
    }
    if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
      throw new UnusableKeyException(shown + " is not a regular file");
    }
    return real;
  }

  private static String content(Path file, String shown) throws IOException, UnusableKeyException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new UnusableKeyException(shown + " is larger than " + MAX_BYTES + " bytes");
      }
      String text = new String(bytes, ISO_8859_1).strip();
      // It goes into a header, and a line break would end that.
      if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new UnusableKeyException(shown + " does not hold a key");
      }
      return text;
    }
  }
}
