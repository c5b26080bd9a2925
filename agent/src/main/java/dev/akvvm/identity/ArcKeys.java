package dev.akvvm.identity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of Azure Arc's agent. What answers at its port names the file, and gets its content, so
 * only what that agent alone can have put there is read.
 */
final class ArcKeys {
  private static final Pattern CHALLENGE =
      Pattern.compile("Basic\\s+realm=(?:\"([^\"]*)\"|([^\",]*))\\s*", Pattern.CASE_INSENSITIVE);

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
    Matcher matcher = CHALLENGE.matcher(challenge.strip());
    if (!matcher.matches()) {
      throw new UnusableKeyException("expected Basic realm=" + folder + "/<name>.key");
    }
    String named = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
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
