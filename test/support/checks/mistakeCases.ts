/**
 * Mistakes and near misses that were written down with their verdicts before the checks that find them (test/fixtures/mistakes/README.md). Each is a
 * sample platform with a few changes.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { platformTexts } from '../agents/exam';
import type { PlatformTexts } from './checkedWorkspace';

export const MISTAKE_KINDS = ['arguments', 'pipelines', 'overlays', 'terraform'] as const;
export type MistakeKind = (typeof MISTAKE_KINDS)[number];

/** A text, or its lines. */
type Text = string | readonly string[];

type Edit = { readonly file: string } & (
  { readonly replace: Text; readonly with: Text } | { readonly after: string; readonly insert: readonly string[] }
);

/** What a case changes in its platform. */
export interface Change {
  readonly id: string;
  readonly cloud: 'aws' | 'azurerm' | 'google' | 'scaleway' | 'any';
  readonly title: string;
  readonly platform: 'released' | 'three-environments' | 'minimal';
  readonly release?: string;
  readonly pipeline?: keyof typeof PIPELINES;
  readonly edits?: readonly Edit[];
  readonly files?: Readonly<Record<string, Text>>;
  readonly remove?: readonly string[];
  readonly sources: readonly string[];
}

export interface Mistake extends Change {
  readonly verdict: {
    readonly file: string;
    /** The line with the mistake, without its indentation. */
    readonly at: string;
    /** Other lines that belong to the mistake, in the same file or another. A finding on one of them is right, too. */
    readonly orAt?: readonly { readonly file?: string; readonly at: string }[];
    readonly attribute?: string;
    readonly environments: readonly string[];
    readonly wrong: string;
    readonly allowed: string;
    readonly nearest?: string;
    readonly refusedBy: string;
  };
}

export interface NearMiss extends Change {
  readonly like: MistakeKind;
  readonly verdict: { readonly why: string };
}

const PIPELINES = {
  github: { path: '.github/workflows/main.yaml', fixture: 'github.yaml' },
  gitlab: { path: '.gitlab-ci.yml', fixture: 'gitlab.yml' },
} as const;

const folder = join(__dirname, '../../fixtures/mistakes');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

export const mistakesOf = (kind: MistakeKind): readonly Mistake[] => JSON.parse(read(`${kind}.json`)) as Mistake[];
export const nearMisses = (): readonly NearMiss[] => JSON.parse(read('nearMisses.json')) as NearMiss[];

/** The code of the check that finds each mistake, and the reasons for those that none finds. */
export const recordedFindings = (): {
  readonly found: Readonly<Record<string, string>>;
  readonly notFound: Readonly<Record<string, string>>;
} => JSON.parse(read('found.json')) as ReturnType<typeof recordedFindings>;

/** The platform before the change, with the pipeline and the release of the case. */
export function textsBefore({ platform, pipeline, release }: Change): PlatformTexts {
  const texts = { ...platformTexts(platform) };
  if (pipeline) texts[PIPELINES[pipeline].path] = read(`pipelines/${PIPELINES[pipeline].fixture}`);
  if (!release) return texts;
  return Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [path, text.replaceAll('v0.19.2-beta.0', release)]),
  );
}

/** The platform with the mistake or the near miss. */
export function textsOf(change: Change): PlatformTexts {
  const texts: Record<string, string> = { ...textsBefore(change) };
  for (const path of change.remove ?? []) delete texts[path];
  for (const [path, text] of Object.entries(change.files ?? {})) texts[path] = textOf(text);
  for (const edit of change.edits ?? []) texts[edit.file] = edited(texts[edit.file] ?? '', edit);
  return texts;
}

/** The places, as files and lines from 0, where a finding of a mistake is right. */
export function placesOf(mistake: Mistake): readonly { readonly file: string; readonly line: number }[] {
  const texts = textsOf(mistake);
  const { file, at, orAt = [] } = mistake.verdict;
  return [{ at }, ...orAt].map(place => {
    const path = 'file' in place && place.file !== undefined ? place.file : file;
    return { file: path, line: lineWith(texts[path] ?? '', place.at) };
  });
}

const textOf = (text: Text): string => (typeof text === 'string' ? text : text.join('\n'));

function edited(text: string, edit: Edit): string {
  if ('replace' in edit) {
    const parts = text.split(textOf(edit.replace));
    assert.equal(parts.length, 2, `${edit.file} contains the replaced text ${String(parts.length - 1)} times`);
    return parts.join(textOf(edit.with));
  }
  const lines = text.split('\n');
  lines.splice(lineWith(text, edit.after) + 1, 0, ...edit.insert);
  return lines.join('\n');
}

/** The number of the only line with a text, from 0. */
function lineWith(text: string, line: string): number {
  const found = text.split('\n').flatMap((each, index) => (each.trim() === line ? [index] : []));
  assert.equal(found.length, 1, `${String(found.length)} lines are: ${line}`);
  return found[0]!;
}
