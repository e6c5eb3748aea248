/** Which versions of Terraform or OpenTofu can read a platform. */
import { PROGRAM_NAMES, programOfDockerfile, terraformOfDockerfile, type Program } from './program';

/** Major, minor and patch. */
export type VersionParts = readonly [number, number, number];

export interface ProgramVersion {
  /** Undefined if the files of the platform don't say. */
  readonly program: Program | undefined;
  /** The oldest version that is accepted; undefined without a limit. */
  readonly oldest?: VersionParts;
  /** The newest version that is accepted; undefined without a limit. */
  readonly newest?: VersionParts;
}

/** OpenTofu in the image of the newest known commit; later images have no older one. Source: `oci/Dockerfile` at e70912c. */
export const OLDEST_OPEN_TOFU: VersionParts = [1, 11, 5];

const COMPARATOR = /^(=|!=|>=|<=|>|<|~>)?\s*v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+]\S*)?$/;

/**
 * The versions of a platform.
 *
 * @param program of the platform, see `platformProgram`
 * @param dockerfile its text; '' if it does not exist
 * @param constraints the values of `required_version`, and of `compatible_with` for the program
 */
export function programVersion(
  program: Program | undefined,
  dockerfile: string,
  constraints: readonly string[],
): ProgramVersion {
  const required = constraints.flatMap(text => text.split(',')).reduce<Limits>(narrowed, {});
  const inImage = limitsOfImage(dockerfile, program);
  const both = intersected(required, inImage);
  // A platform whose own constraint refuses the image runs elsewhere.
  const isEmpty = both.oldest && both.newest && compareVersionParts(both.oldest, both.newest) > 0;
  return { program, ...(isEmpty ? required : both) };
}

type Limits = Pick<ProgramVersion, 'oldest' | 'newest'>;

function limitsOfImage(dockerfile: string, program: Program | undefined): Limits {
  if (program === undefined || programOfDockerfile(dockerfile) !== program) return {};
  if (program === 'tofu') return { oldest: OLDEST_OPEN_TOFU };
  const text = terraformOfDockerfile(dockerfile);
  const version = text === undefined ? undefined : versionParts(text);
  return version ? { oldest: version, newest: version } : {};
}

/** Source: the version constraints of hashicorp/go-version. A constraint that isn't one limits nothing. */
function narrowed(limits: Limits, text: string): Limits {
  const [, comparator = '=', major, minor, patch] = COMPARATOR.exec(text.trim()) ?? [];
  if (major === undefined) return limits;
  const [first, second, third] = [major, minor ?? 0, patch ?? 0].map(Number) as [number, number, number];
  const version: VersionParts = [first, second, third];
  switch (comparator) {
    case '=':
      return intersected(limits, { oldest: version, newest: version });
    case '>=':
      return intersected(limits, { oldest: version });
    case '>':
      return intersected(limits, { oldest: [first, second, third + 1] });
    case '<=':
      return intersected(limits, { newest: version });
    case '<':
      return intersected(limits, { newest: before(version) });
    case '~>':
      return intersected(limits, {
        oldest: version,
        ...(minor !== undefined && {
          newest: before(patch === undefined ? [first + 1, 0, 0] : [first, second + 1, 0]),
        }),
      });
    default:
      return limits;
  }
}

/** Sorts before the version and after all others before it. */
const before = ([major, minor, patch]: VersionParts): VersionParts => [major, minor, patch - 1];

function intersected(a: Limits, b: Limits): Limits {
  const oldest = [a.oldest, b.oldest]
    .filter(each => each !== undefined)
    .sort(compareVersionParts)
    .at(-1);
  const newest = [a.newest, b.newest].filter(each => each !== undefined).sort(compareVersionParts)[0];
  return { ...(oldest && { oldest }), ...(newest && { newest }) };
}

/** For example `Terraform 1.5.7`, the newest version that is accepted; without a version if there is no limit. */
export function versionText({ program, newest }: ProgramVersion): string {
  const name = program ? PROGRAM_NAMES[program] : `${PROGRAM_NAMES.terraform}/${PROGRAM_NAMES.tofu}`;
  if (!newest) return name;
  const [major, minor, patch] = newest;
  // The newest version before a limit: `< 1.9.0`.
  return patch < 0 ? `${name} < ${major}.${minor}` : `${name} ${major}.${minor}.${patch}`;
}

/** Negative if the first version is older. */
export function compareVersionParts(a: VersionParts, b: VersionParts): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** `1.12` or `1.12.6`; a missing part counts as 0. */
export function versionParts(text: string): VersionParts {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number);
  return [major, minor, patch];
}
