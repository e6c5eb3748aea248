/**
 * Version constraints of Terraform: `>= 5.70, < 6.0`, `~> 4.10`, `!= 4.1.0`.
 * Source of the rules: https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */

type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | '~>';
type Version = readonly [number, number, number];

interface Condition {
  readonly operator: Operator;
  readonly version: Version;
  /** How many numbers are written: 2 in `~> 4.10`. */
  readonly parts: number;
}

export type VersionConstraint = readonly Condition[];

/** Greater than all numbers of versions that exist. */
const HIGH = 1_000_000;

/** @returns undefined for text that is no constraint, and for pre-releases, which have rules of their own */
export function parseConstraint(text: string): VersionConstraint | undefined {
  const conditions = text.split(',').map(conditionOf);
  return conditions.every(each => each !== undefined) ? conditions : undefined;
}

function conditionOf(text: string): Condition | undefined {
  const match = /^\s*(=|!=|>=?|<=?|~>)?\s*v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?\s*$/.exec(text);
  if (!match) return undefined;
  const [, operator = '=', ...numbers] = match;
  const written = numbers.filter(each => each !== undefined);
  const [major, minor = 0, patch = 0] = written.map(Number);
  return { operator: operator as Operator, version: [major!, minor, patch], parts: written.length };
}

/** What a constraint is of: Terraform or OpenTofu themselves, a provider or a module. */
export type ConstraintSubject = 'program' | 'provider' | 'module';

/**
 * A condition as https://github.com/hashicorp/go-version reads it (constraint.go, version.go), with its prefix `v`, the numbers after the first one,
 * and the pre-release.
 */
const CONDITION =
  /^\s*(?:[=><]|!=|>=|<=|~>)?\s*(v?)\d+((?:\.\d+)*)(-\d[\dA-Za-z~-]*(?:\.[\dA-Za-z~-]+)*|-?[A-Za-z~-][\dA-Za-z~-]*(?:\.[\dA-Za-z~-]+)*)?(?:\+[\dA-Za-z~-]+(?:\.[\dA-Za-z~-]+)*)?\s*$/;

/**
 * Whether `init` refuses the text of a constraint, whatever versions there are. Providers are also read by
 * https://github.com/apparentlymart/go-versions: no `v`, up to three numbers, a dash before a pre-release. `required_version` has no pre-releases
 * (CheckCoreVersionRequirements in internal/terraform/version_required.go).
 */
export const isRefusedConstraint = (text: string, of: ConstraintSubject): boolean =>
  text.split(',').some(condition => {
    const [, prefix, numbers, preRelease] = CONDITION.exec(condition) ?? [];
    if (numbers === undefined) return true;
    if (of === 'program') return preRelease !== undefined;
    return of === 'provider' && (prefix !== '' || numbers.split('.').length > 3 || /^[^-]/.test(preRelease ?? ''));
  });

/** A constraint that Terraform accepts instead of one in the notation of npm or another tool; undefined if there is none. */
export function acceptedConstraint(text: string, of: ConstraintSubject): string | undefined {
  const accepted = text
    .replace(/=>/g, '>=')
    .replace(/==/g, '=')
    .replace(/\bv(?=\d)/g, '')
    .replace(/\^\s*(?=0\.\d+\.\d)/g, '~> ')
    .replace(/\^\s*(([1-9]\d*)[\d.]*)/g, (_, version: string, major: string) => `>= ${version}, < ${Number(major) + 1}`)
    .replace(/^\s*(\d+(?:\.\d+)?)\.[x*]\s*$/, '~> $1.0');
  return isRefusedConstraint(accepted, of) ? undefined : accepted;
}

/** Whether a version such as `5.80.0` fulfills a constraint. False for text that is no release. */
export function allowsVersion(constraint: VersionConstraint, version: string): boolean {
  const parsed = conditionOf(version);
  return parsed?.operator === '=' && constraint.every(each => fulfills(each, parsed.version));
}

/** Whether some version fulfills all of the constraints. */
export function haveCommonVersion(constraints: readonly VersionConstraint[]): boolean {
  const conditions = constraints.flat();
  // Each constraint ends beside a version that is written in it, so that one of these fulfills all if any version does.
  const candidates: Version[] = [
    [0, 0, 0],
    [HIGH, 0, 0],
    ...conditions.flatMap(({ version: [major, minor, patch] }): Version[] => [
      [major, minor, patch],
      [major, minor, patch + 1],
      [major, minor + 1, 0],
      [major + 1, 0, 0],
      patch > 0 ? [major, minor, patch - 1] : minor > 0 ? [major, minor - 1, HIGH] : [Math.max(0, major - 1), HIGH, 0],
    ]),
  ];
  return candidates.some(version => conditions.every(each => fulfills(each, version)));
}

function fulfills({ operator, version, parts }: Condition, other: Version): boolean {
  const order = compare(other, version);
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '~>':
      // Only the last number that is written may increase.
      return order >= 0 && version.slice(0, Math.max(1, parts - 1)).every((part, index) => part === other[index]);
  }
}

function compare(a: Version, b: Version): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
