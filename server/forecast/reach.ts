/**
 * Which attributes a value depends on, without knowing the value. The parts of an environment's configuration keep their identity while code passes them
 * on, so that a module's arguments are traced back to single attributes.
 */

/**
 * Paths of attributes, joined with {@link SEPARATOR}. A value depends on everything at, above and below a path. With {@link SHAPE} in front, it depends
 * only on whether something is at the path, so not on what is below.
 */
export type Paths = ReadonlySet<string>;

const SEPARATOR = '\0';
const SHAPE = '\u0001';
const NONE: Paths = new Set();

/** What a value depends on. */
export interface Reach {
  /** Everything that the value depends on. */
  all(): Paths;
  /** What decides whether it is null, or of another type. */
  shape(): Paths;
  /** The value of an attribute, or of a key that is known. */
  at(name: string): Reach;
  /** Set for a list: any of its elements, if they are alike. */
  readonly element?: Reach;
  /** Set for names of attributes: the objects whose names they are. */
  readonly named?: readonly Reach[];
}

/** A value of which only the dependencies are known. */
export class Plain implements Reach {
  constructor(private readonly paths: Paths) {}
  all(): Paths {
    return this.paths;
  }
  shape(): Paths {
    return this.paths;
  }
  at(): Reach {
    return this;
  }
}

/** Depends on nothing that changes. */
export const CONSTANT: Reach = new Plain(NONE);
/** Depends on every attribute. */
export const EVERYTHING: Reach = new Plain(new Set(['']));

/** The part of the configuration at a path, unchanged. */
export class ConfigurationPart implements Reach {
  constructor(private readonly path: readonly string[]) {}
  all(): Paths {
    return new Set([this.path.join(SEPARATOR)]);
  }
  shape(): Paths {
    return new Set([SHAPE + this.path.join(SEPARATOR)]);
  }
  at(name: string): Reach {
    return new ConfigurationPart([...this.path, name]);
  }
}

/** An object of which some attributes are known; the others depend on nothing. */
export class Fields implements Reach {
  private everything: Paths | undefined;

  constructor(private readonly fields: ReadonlyMap<string, Reach>) {}

  all(): Paths {
    return (this.everything ??= union([...this.fields.values()].map(each => each.all())));
  }

  shape(): Paths {
    return NONE;
  }

  at(name: string): Reach {
    return this.fields.get(name) ?? CONSTANT;
  }
}

/** One of several values, or a combination of them. Its parts may be shared by many others, so each answer is computed once. */
export class EitherOf implements Reach {
  private everything: Paths | undefined;
  private ofShape: Paths | undefined;
  private readonly parts = new Map<string, Reach>();

  constructor(private readonly values: readonly Reach[]) {}

  all(): Paths {
    return (this.everything ??= union(this.values.map(each => each.all())));
  }

  shape(): Paths {
    return (this.ofShape ??= union(this.values.map(each => each.shape())));
  }

  at(name: string): Reach {
    let part = this.parts.get(name);
    if (!part) this.parts.set(name, (part = new EitherOf(this.values.map(each => each.at(name)))));
    return part;
  }
}

/** The names of an object's attributes. */
export class Names implements Reach {
  constructor(readonly named: readonly Reach[]) {}
  all(): Paths {
    return union(this.named.map(each => each.all()));
  }
  shape(): Paths {
    return union(this.named.map(each => each.shape()));
  }
  at(): Reach {
    return new Plain(this.all());
  }
}

/** An object that an expression makes of each element of a collection. */
export class Mapped implements Reach {
  private readonly values = new Map<string, Reach>();
  private everything: Paths | undefined;

  /**
   * @param collection what the elements are made of
   * @param valueOf the value of a key; of any key if undefined
   */
  constructor(
    private readonly collection: Reach,
    private readonly valueOf: (name: string | undefined) => Reach,
  ) {}

  all(): Paths {
    return (this.everything ??= union([this.collection.all(), this.valueOf(undefined).all()]));
  }

  shape(): Paths {
    return this.collection.shape();
  }

  at(name: string): Reach {
    let value = this.values.get(name);
    if (!value) {
      const { collection } = this;
      const exists = union((collection.named ?? [collection]).map(each => each.at(name).shape()));
      this.values.set(name, (value = alsoOn(this.valueOf(name), exists)));
    }
    return value;
  }
}

/** A value that also depends on something else. */
export const alsoOn = (value: Reach, paths: Paths): Reach =>
  paths.size === 0 ? value : new EitherOf([value, new Plain(paths)]);

export function union(sets: readonly Paths[]): Paths {
  const filled = sets.filter(({ size }) => size > 0);
  if (filled.length <= 1) return filled[0] ?? NONE;
  return new Set(filled.flatMap(each => [...each]));
}

/** Whether a change of the attribute at a path changes something that depends on these paths. */
export function isReached(paths: Paths, attribute: readonly string[]): boolean {
  const text = attribute.join(SEPARATOR);
  for (const path of paths) {
    const isShape = path.startsWith(SHAPE);
    const other = isShape ? path.slice(1) : path;
    // An environment is an object, whatever is in it.
    if (isShape && other === '') continue;
    if (other === '' || other === text || other.startsWith(text + SEPARATOR)) return true;
    if (!isShape && text.startsWith(other + SEPARATOR)) return true;
  }
  return false;
}
