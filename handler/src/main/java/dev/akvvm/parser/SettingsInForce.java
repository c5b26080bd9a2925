package dev.akvvm.parser;

import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.SettingsFile;
import dev.akvvm.waagent.UnusableFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The settings that the guest agent has delivered and that are, or will be, in force. Read again on
 * each call, and not yet interpreted: {@link #parse} does that.
 *
 * @param sequence their number
 * @param file the envelope they came in
 */
public record SettingsInForce(SequenceNumber sequence, SettingsFile file) {
  /**
   * Those that the guest agent refers to.
   *
   * @param variables the process's environment, which may name them
   * @throws UnusableFileException when there are none, or when their file cannot be opened
   */
  public static SettingsInForce read(HandlerEnvironment environment, Map<String, String> variables)
      throws UnusableFileException {
    return read(environment, SequenceNumber.resolve(variables, environment.configFolder()));
  }

  /**
   * Those with a known number.
   *
   * @throws UnusableFileException when their file cannot be opened
   */
  public static SettingsInForce read(HandlerEnvironment environment, SequenceNumber sequence)
      throws UnusableFileException {
    return new SettingsInForce(sequence, SettingsFile.read(environment, sequence));
  }

  /** The file's path, for messages. */
  public Path path() {
    return file.path();
  }

  /**
   * What they say.
   *
   * @throws SettingsRejectedException with every problem, when they cannot be used
   */
  public ParsedSettings parse() throws SettingsRejectedException {
    return SettingsParser.parse(file.publicSettings(), file.protectedSettings());
  }
}
