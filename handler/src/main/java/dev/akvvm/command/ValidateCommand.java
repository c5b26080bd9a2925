package dev.akvvm.command;

import dev.akvvm.doctor.ActionChecks;
import dev.akvvm.doctor.StoreWarnings;
import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.parser.Problem;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.validation.SettingsSource;
import dev.akvvm.validation.ValidationJson;
import dev.akvvm.validation.ValidationResult;
import dev.akvvm.validation.ValidationText;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Says what settings would do, before they are deployed. Needs neither root nor an Azure machine,
 * and looks only at the file and at whether the stores, programs and units it names would work
 * here. Unlike the guest agent's commands it prints all problems, one per line.
 */
@ForEverybody
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    versionProvider = HandlerVersion.class,
    description = "Checks settings before they are deployed.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the settings can be used; warnings are on standard error",
      "52:the file cannot be read",
      "53:the settings cannot be used; every problem is on standard error"
    })
final class ValidateCommand implements Callable<Integer> {
  private final InputStream standardInput;
  private final Function<ExtensionSettings, List<Problem>> machine;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description =
          "The settings' object, a JSON string that holds it, a template's resource, or a file of"
              + " the guest agent (N.settings); - is standard input.")
  private String file = "";

  @Option(
      names = "--json",
      description = "Print one JSON object, with the problems in it, on standard output.")
  private boolean json;

  /** Looks at the machine too: at what the settings name there. */
  ValidateCommand(InputStream standardInput, ActionChecks actions) {
    this(
        standardInput,
        settings ->
            Stream.of(StoreWarnings.of(settings), actions.of(settings))
                .flatMap(List::stream)
                .toList());
  }

  private ValidateCommand(
      InputStream standardInput, Function<ExtensionSettings, List<Problem>> machine) {
    this.standardInput = standardInput;
    this.machine = machine;
  }

  /** Looks at the settings alone, for a machine that they are not meant for. */
  static ValidateCommand ofSettingsAlone(InputStream standardInput) {
    return new ValidateCommand(standardInput, (ExtensionSettings _) -> List.of());
  }

  @Override
  public Integer call() throws CommandFailedException {
    PrintWriter out = PicocliSupport.commandLine(spec).getOut();
    PrintWriter err = PicocliSupport.commandLine(spec).getErr();
    SettingsSource source = new SettingsSource(file, standardInput);
    ValidationResult judged = source.judge();
    ValidationResult result = judged.with(judged.settings().map(machine).orElse(List.of()));
    if (json) {
      out.println(ValidationJson.of(result));
    } else {
      ValidationText.certificates(result).forEach(out::println);
      ValidationText.problems(result, source.name()).forEach(err::println);
    }
    out.flush();
    err.flush();
    return result.exitCode();
  }
}
