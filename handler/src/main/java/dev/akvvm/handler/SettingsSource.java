package dev.akvvm.handler;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where validate reads settings from.
 *
 * @param file a path, or "-" for standard input; an "@" in front, which Azure's CLI needs, means
 *     nothing
 */
record SettingsSource(String file, InputStream standardInput) {
  /** Far above any real settings, and little enough for the handler's small heap. */
  private static final int MAX_BYTES = 2 * 1024 * 1024;

  SettingsSource {
    file = file.startsWith("@") ? file.substring(1) : file;
  }

  /** What to call it in messages. */
  String name() {
    return isStandardInput() ? "standard input" : file;
  }

  Verdict judge() throws CommandFailedException {
    byte[] bytes = bytes();
    if (bytes.length > MAX_BYTES) {
      return Verdict.unusable("larger than " + MAX_BYTES + " bytes");
    }
    try {
      return Verdict.of(text(bytes));
    } catch (CharacterCodingException e) {
      return Verdict.unusable("not text in UTF-8");
    }
  }

  private byte[] bytes() throws CommandFailedException {
    try {
      if (isStandardInput()) {
        return standardInput.readNBytes(MAX_BYTES + 1);
      }
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        return in.readNBytes(MAX_BYTES + 1);
      }
    } catch (IOException e) {
      String reason = IoReason.of(e);
      throw new CommandFailedException(
          ExitCode.MISSING_DEPENDENCY,
          "cannot read the settings: "
              + (reason.startsWith(name()) ? reason : name() + ": " + reason));
    }
  }

  /** Windows PowerShell writes UTF-16 with a byte order mark. */
  private static String text(byte[] bytes) throws CharacterCodingException {
    boolean wide =
        bytes.length >= 2
            && ((bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff)
                || (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe));
    return (wide ? UTF_16 : UTF_8).newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private boolean isStandardInput() {
    return file.equals("-");
  }
}
