package dev.akvvm.ownership;

import dev.akvvm.files.Accounts;
import dev.akvvm.files.ActingAs;
import dev.akvvm.files.MissingRightsException;
import dev.akvvm.files.PathWeakness;
import dev.akvvm.files.WalkedPath;
import dev.akvvm.settings.Grant;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides as whom each store is written, again for each call: what was safe may no longer be.
 *
 * <p>A directory is safe for root by the rules of systemd-tmpfiles and sshd: root's, and writable
 * for no one else, from the root directory on.
 */
public final class StoreOwners {
  private static final int PRIVATE = 0700;
  private static final int PUBLIC = 0755;

  private final Map<Path, List<ObservedCertificate>> certificates;
  private final ActingAs judge;
  private final Accounts accounts = new Accounts();

  /** For the stores of these certificates, which must be all that the settings name. */
  public StoreOwners(Collection<ObservedCertificate> certificates) {
    this(certificates, ActingAs.thisProcess());
  }

  private StoreOwners(Collection<ObservedCertificate> certificates, ActingAs judge) {
    this.judge = judge;
    this.certificates =
        certificates.stream().collect(Collectors.groupingBy(each -> each.placement().store()));
  }

  /**
   * The same for a process that is not root and wants to know what root would find; opens nothing.
   */
  public static StoreOwners forRoot(Collection<ObservedCertificate> certificates) {
    return new StoreOwners(certificates, ActingAs.judgingForRoot());
  }

  /**
   * As whom a store is written.
   *
   * @throws IOException when the path cannot be examined, or the system cannot look up an account
   */
  public StoreOwner of(Path store) throws IOException {
    try (WalkedPath walked = WalkedPath.of(store, judge)) {
      return of(store, walked);
    }
  }

  /**
   * Opens a store as its owner.
   *
   * @throws UnsafeStoreException when it has none
   * @throws dev.akvvm.files.MissingRightsException when this process may not act as its owner
   * @throws IOException when the path cannot be walked
   */
  public OpenStore open(Path store) throws IOException {
    WalkedPath walked = WalkedPath.of(store, judge);
    try {
      return switch (of(store, walked)) {
        case StoreOwner.Root _ -> new OpenStore(walked, ActingAs.thisProcess(), mode(store));
        case StoreOwner.User(Accounts.User user) -> {
          walked.close();
          yield openAs(user, store, mode(store));
        }
        case StoreOwner.Nobody refused -> throw new UnsafeStoreException(refused);
      };
    } catch (IOException | RuntimeException e) {
      walked.close();
      throw e;
    }
  }

  /** Walks again as the user: what the user could not reach, it must not reach through us. */
  private static OpenStore openAs(Accounts.User user, Path store, int mode) throws IOException {
    ActingAs acting = ActingAs.user(user.identity());
    try {
      return new OpenStore(WalkedPath.of(store, acting), acting, mode);
    } catch (IOException | RuntimeException e) {
      acting.close();
      throw e;
    }
  }

  /** Of a store that is to be created. */
  private int mode(Path store) {
    List<ObservedCertificate> all = certificates.getOrDefault(store, List.of());
    return !all.isEmpty()
            && all.stream().allMatch(each -> each.content() instanceof Content.CaBundle)
        ? PUBLIC
        : PRIVATE;
  }

  /**
   * How a store is reached and written.
   *
   * @param owner as whom it is written
   * @param anchors the directories through which it is reached and written and that no one but root
   *     can replace: the store itself if it is root's, else the user's own directories above it.
   *     Empty if it is not written at all
   * @param resolved where it is, without links
   */
  public record Reach(StoreOwner owner, List<Path> anchors, Path resolved) {
    /** Copies the list. */
    public Reach {
      anchors = List.copyOf(anchors);
    }
  }

  /**
   * How a store is reached, all from a single walk of its path, so that all parts are of the same
   * moment.
   *
   * @throws IOException as {@link #of(Path)} does
   */
  public Reach reach(Path store) throws IOException {
    try (WalkedPath walked = WalkedPath.of(store, judge)) {
      StoreOwner owner = of(store, walked);
      return new Reach(owner, anchors(store, walked, owner), walked.resolved());
    }
  }

  private static List<Path> anchors(Path store, WalkedPath walked, StoreOwner owner)
      throws IOException {
    return switch (owner) {
      case StoreOwner.Root _ -> Stream.of(store, walked.resolved()).distinct().toList();
      case StoreOwner.User _ -> {
        Set<Path> anchors = new LinkedHashSet<>();
        anchors.add(walked.weaknesses().getFirst().path());
        // The user may have put a link there: its target counts only if it is the user's.
        anchor(walked.resolved()).ifPresent(anchors::add);
        yield List.copyOf(anchors);
      }
      case StoreOwner.Nobody _ -> List.of();
    };
  }

  private static Optional<Path> anchor(Path resolved) throws IOException {
    try (WalkedPath walked = WalkedPath.of(resolved)) {
      return walked.weaknesses().stream().map(PathWeakness::path).findFirst();
    }
  }

  /**
   * Whether this process is kept from writing a store by a sandbox that was made when the store was
   * elsewhere, or had another owner.
   */
  public boolean isLockedOut(Path store) {
    try (OpenStore open = open(store)) {
      return open.isReadOnly()
          && (open.identity().user() == 0 || anchor(open.resolved()).isPresent());
    } catch (MissingRightsException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private StoreOwner of(Path store, WalkedPath walked) throws IOException {
    if (walked.weaknesses().isEmpty()) {
      return new StoreOwner.Root();
    }
    Suspects suspects = Suspects.of(walked.weaknesses(), accounts);
    if (suspects.isNone()) {
      return new StoreOwner.Root();
    }
    boolean isReaders = suspects.first().isPresent() && readsAll(suspects.first().get(), store);
    return isReaders && suspects.isOnlyOne()
        ? new StoreOwner.User(suspects.first().get())
        : new StoreOwner.Nobody(store, suspects.reason(), isReaders && suspects.isLetIn());
  }

  private boolean readsAll(Accounts.User user, Path store) throws IOException {
    List<ObservedCertificate> all = certificates.getOrDefault(store, List.of());
    Set<Integer> groups = accounts.groupsOf(user);
    for (ObservedCertificate each : all) {
      if (!reads(user, groups, each.placement().grants())) {
        return false;
      }
    }
    return !all.isEmpty();
  }

  private boolean reads(Accounts.User user, Set<Integer> groups, List<Grant> grants)
      throws IOException {
    for (Grant grant : grants) {
      boolean isMeant =
          switch (grant.kind()) {
            case USER -> accounts.user(grant.name()).orElse(-1) == user.identity().user();
            case GROUP -> groups.contains(accounts.group(grant.name()).orElse(-1));
          };
      if (isMeant) {
        return true;
      }
    }
    return false;
  }
}
