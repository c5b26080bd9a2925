package dev.akvvm.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import dev.akvvm.parser.SettingsParser;
import dev.akvvm.parser.SettingsRejectedException;
import dev.akvvm.text.PrintableWriter;
import dev.akvvm.validation.SettingsSource;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.SettingsFile;
import dev.akvvm.waagent.UnusableFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Writes settings where {@code enable} looks for them, as the guest agent does, and prints their
 * number: the last one if nothing changed, else the next. For {@code scripts/side-load}, which
 * stands in for the guest agent and cannot read JSON.
 */
@Command(
    name = "deliver",
    hidden = true,
    description = "Writes settings as the guest agent does, and prints their number.")
final class DeliverCommand implements Callable<Integer> {
  private final HandlerContext context;

  @Parameters(paramLabel = "FILE", description = "Settings, as validate takes them.")
  private String file = "";

  DeliverCommand(HandlerContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    HandlerEnvironment environment = context.environment();
    SettingsSource source = new SettingsSource(file, InputStream.nullInputStream());
    JsonNode settings = usable(source);
    SequenceNumber number = number(environment, settings);
    Path target = environment.configFolder().resolve(number + ".settings");
    try {
      DurableFiles.createDirectories(environment.configFolder(), Modes.PRIVATE_DIRECTORY);
      DurableFiles.replace(
          target, envelope(settings).toString().getBytes(UTF_8), Modes.PRIVATE_FILE);
    } catch (IOException e) {
      throw CommandFailedException.because("cannot write the settings", e);
    }
    PrintableWriter.standardOutput().println(number);
    return ExitCode.OK;
  }

  private static JsonNode usable(SettingsSource source) throws CommandFailedException {
    try {
      JsonNode settings = source.json();
      SettingsParser.parse(settings, "");
      return settings;
    } catch (SettingsRejectedException e) {
      throw new CommandFailedException(
          ExitCode.CONFIGURATION, source.name() + ": " + e.getMessage());
    }
  }

  private static SequenceNumber number(HandlerEnvironment environment, JsonNode settings) {
    try {
      SequenceNumber last = SequenceNumber.resolve(Map.of(), environment.configFolder());
      return isAlready(environment, last, settings) ? last : new SequenceNumber(last.value() + 1);
    } catch (UnusableFileException e) {
      return new SequenceNumber(0);
    }
  }

  private static boolean isAlready(
      HandlerEnvironment environment, SequenceNumber last, JsonNode settings) {
    try {
      return SettingsFile.read(environment, last).publicSettings().equals(settings);
    } catch (UnusableFileException e) {
      return false;
    }
  }

  /** Whatever shape the settings have, the parser accepts it in place of public settings too. */
  private static ObjectNode envelope(JsonNode settings) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode handler = root.putArray("runtimeSettings").addObject().putObject("handlerSettings");
    handler.set("publicSettings", settings);
    handler.putNull("protectedSettings").putNull("protectedSettingsCertThumbprint");
    return root;
  }
}
