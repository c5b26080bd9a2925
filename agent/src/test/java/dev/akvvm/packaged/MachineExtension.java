package dev.akvvm.packaged;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.AnnotatedElement;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link OnMachine} does. */
final class MachineExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(MachineExtension.class);

  private static final Map<Class<?>, Function<Furnished, Object>> GIVEN =
      Map.of(
          Machine.class, Furnished::machine,
          Emulator.class, furnished -> furnished.machine().azure(),
          PackageFolder.class, Furnished::handler,
          Store.class, furnished -> Store.usual(furnished.machine()),
          AttackedMachine.class, Furnished::attacked,
          Attacker.class, furnished -> furnished.attacked().attacker(),
          SideLoad.class, Furnished::sideLoad);

  /** A constructor that runs for each test gets what is that test's alone. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return GIVEN.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Furnished furnished =
        context
            .getStore(OURS)
            .computeIfAbsent(Furnished.class, _ -> new Furnished(wanted(context)), Furnished.class);
    return requireNonNull(GIVEN.get(parameter.getParameter().getType())).apply(furnished);
  }

  private static OnMachine wanted(ExtensionContext context) {
    return Stream.<AnnotatedElement>concat(
            context.getTestMethod().stream(), context.getTestClass().stream())
        .flatMap(each -> Stream.ofNullable(each.getAnnotation(OnMachine.class)))
        .findFirst()
        .orElseThrow();
  }

  /** A machine and what is made on it when somebody first asks; JUnit closes it. */
  private static final class Furnished implements AutoCloseable {
    private final Machine machine;
    private final boolean systemd;
    private @Nullable PackageFolder handler;
    private @Nullable AttackedMachine attacked;
    private @Nullable SideLoad sideLoad;

    Furnished(OnMachine wanted) {
      systemd = wanted.systemd();
      machine = started(wanted);
    }

    private static Machine started(OnMachine wanted) {
      if (wanted.systemd()) {
        return Machine.startWithSystemd();
      }
      return wanted.host().isEmpty() ? Machine.start() : Machine.startWithHost(wanted.host());
    }

    Machine machine() {
      return machine;
    }

    PackageFolder handler() {
      if (handler == null) {
        handler = PackageFolder.unpackedIn(machine);
      }
      return handler;
    }

    AttackedMachine attacked() {
      if (attacked == null) {
        attacked = new AttackedMachine(machine, handler(), systemd);
      }
      return attacked;
    }

    SideLoad sideLoad() {
      if (sideLoad == null) {
        sideLoad = SideLoad.in(machine);
      }
      return sideLoad;
    }

    @Override
    public void close() {
      machine.close();
    }
  }
}
