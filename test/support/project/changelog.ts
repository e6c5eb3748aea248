/** Checks the headings of `CHANGELOG.md` against Keep a Changelog 1.1.0. */

const SECTIONS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
const VERSION = /^## \[(\d+)\.(\d+)\.(\d+)(?:-rc\.(\d+))?\] - (Unreleased|\d{4}-\d{2}-\d{2})$/;
/** Above the number of any release candidate. */
const RELEASE = '9999';

/** @returns one sentence for each invalid heading */
export function changelogProblems(text: string): string[] {
  const lines = text.split('\n');
  const title = lines[0] === '# Changelog' ? [] : ['The first line is not “# Changelog”.'];
  const versions = partsOf(lines, '## ');
  if (versions.length === 0) return [...title, 'There is no version.'];
  const numbers = versions.map(({ heading }) => numberOf(heading));
  return [
    ...title,
    ...versions.flatMap(({ heading, lines: content }, index) => [
      ...headingProblems(heading, index === 0),
      ...(index > 0 && numbers[index]! >= numbers[index - 1]!
        ? [`${heading} is not older than the version above it.`]
        : []),
      ...sectionProblems(heading, content),
    ]),
  ];
}

interface Part {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** The text below each heading of a level. */
function partsOf(lines: readonly string[], mark: string): Part[] {
  const starts = lines.flatMap((line, index) => (line.startsWith(mark) ? [index] : []));
  return starts.map((start, index) => ({ heading: lines[start]!, lines: lines.slice(start + 1, starts[index + 1]) }));
}

/** Numbers by which versions can be compared: a release candidate is older than its release. */
function numberOf(heading: string): number {
  const [, major = '0', minor = '0', patch = '0', candidate = RELEASE] = VERSION.exec(heading) ?? [];
  return [major, minor, patch, candidate].reduce((sum, part) => 10_000 * sum + Number(part), 0);
}

function headingProblems(heading: string, isFirst: boolean): string[] {
  const date = VERSION.exec(heading)?.[5];
  if (date === undefined) return [`${heading} is not “## [1.2.3] - 2026-01-31”.`];
  if (date === 'Unreleased') return isFirst ? [] : [`${heading} is below another version.`];
  const isDate = !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date);
  return isDate ? [] : [`${heading} has a date that does not exist.`];
}

function sectionProblems(version: string, lines: readonly string[]): string[] {
  const sections = partsOf(lines, '### ');
  const names = sections.map(({ heading }) => heading.slice(4));
  return [
    ...(sections.length === 0 ? [`${version} has no section.`] : []),
    ...names.filter(name => !SECTIONS.includes(name)).map(name => `${version}: ${name} is no section.`),
    ...names.filter((name, index) => names.indexOf(name) < index).map(name => `${version} has ${name} twice.`),
    ...sections
      .filter(({ lines: content }) => !content.some(line => line.startsWith('- ')))
      .map(({ heading }) => `${version}: ${heading.slice(4)} has no entry.`),
  ];
}
