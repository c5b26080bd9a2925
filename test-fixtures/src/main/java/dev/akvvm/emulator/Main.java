package dev.akvvm.emulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The emulator as a program: listens, says so in one line, and ends when it is told to. */
@Command(
    name = "azure-emulator",
    mixinStandardHelpOptions = true,
    description = "Answers as Azure's managed identity endpoint and key vaults do.")
public final class Main implements Callable<Integer> {
  private static final String ADDRESS = "HOST:PORT";

  @Option(
      names = "--metadata",
      paramLabel = ADDRESS,
      defaultValue = "127.0.0.1:0",
      description =
          "Managed identity endpoint, plain HTTP (port 0: any). Default: ${DEFAULT-VALUE}")
  private InetSocketAddress metadata = InetSocketAddress.createUnresolved("127.0.0.1", 0);

  @Option(
      names = "--vaults",
      paramLabel = ADDRESS,
      defaultValue = "127.0.0.1:0",
      description =
          "All vaults, HTTPS; the Host header's first label names the vault. Default:"
              + " ${DEFAULT-VALUE}")
  private InetSocketAddress vaults = InetSocketAddress.createUnresolved("127.0.0.1", 0);

  @Option(
      names = "--arc",
      paramLabel = ADDRESS,
      description = "Azure Arc's agent, plain HTTP. Default: none")
  private Optional<InetSocketAddress> arc = Optional.empty();

  @Option(
      names = "--arc-keys",
      paramLabel = "DIRECTORY",
      description = "Where Azure Arc's agent puts its keys. Default: /var/opt/azcmagent/tokens")
  private Path arcKeys = Arc.USUAL_KEYS;

  @Option(
      names = "--control",
      paramLabel = ADDRESS,
      defaultValue = "127.0.0.1:0",
      description = "Control API, plain HTTP; loopback only. Default: ${DEFAULT-VALUE}")
  private InetSocketAddress control = InetSocketAddress.createUnresolved("127.0.0.1", 0);

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Where to write the CA certificate to trust, as PEM.")
  private Optional<Path> caFile = Optional.empty();

  /** Made by picocli's caller only. */
  Main() {}

  /**
   * Runs until the process is told to end; exit code 1 when it cannot listen, 2 for a wrong command
   * line.
   */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main())
            .registerConverter(InetSocketAddress.class, new AddressConverter())
            .setExecutionExceptionHandler(
                (error, command, parsed) -> {
                  command.getErr().println(error.getMessage());
                  return 1;
                })
            .execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!control.getAddress().isLoopbackAddress()) {
      throw new IOException(
          "the control API listens on loopback only, not on " + control.getHostString());
    }
    EmulatorConfig config = EmulatorConfig.local().at(metadata, vaults);
    AzureEmulator emulator =
        AzureEmulator.start(
            arc.map(address -> config.with(new Arc(address, arcKeys))).orElse(config));
    HttpListener controls =
        HttpListener.plain("control", control, new ServiceHandler(new ControlService(emulator)));
    if (caFile.isPresent()) {
      writeCa(caFile.get(), emulator.caPem());
    }
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      controls.close();
                      emulator.close();
                    }));
    System.out.printf(
        "ready metadata=%s vaults=%s control=%s ca=%s%n",
        emulator.metadataAuthority(),
        emulator.vaultAuthority(),
        controls.authority(),
        caFile.map(Path::toString).orElse("-"));
    System.out.flush();
    new CountDownLatch(1).await();
    return 0;
  }

  private static void writeCa(Path file, String pem) throws IOException {
    try {
      Files.writeString(file, pem);
    } catch (IOException e) {
      throw new IOException("cannot write the CA to " + e.getMessage(), e);
    }
  }

  /** Reads HOST:PORT. */
  private static final class AddressConverter implements ITypeConverter<InetSocketAddress> {
    @Override
    public InetSocketAddress convert(String text) {
      int colon = text.lastIndexOf(':');
      try {
        InetSocketAddress address =
            new InetSocketAddress(
                text.substring(0, Math.max(colon, 0)), Integer.parseInt(text.substring(colon + 1)));
        if (colon > 0 && !address.isUnresolved()) {
          return address;
        }
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'%s' is not HOST:PORT".formatted(text));
      }
      throw new TypeConversionException("'%s' is not HOST:PORT".formatted(text));
    }
  }
}
