/** The agent's exam: 200 seeded mistakes, and the result of `kubestack_check` for each. */
import { now } from '../../../common/now';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { allDiagnostics } from '../../../server/diagnostics/checkedDiagnostics';
import { checkedDocuments } from '../../../server/diagnostics/checkedDocuments';
import type { TestWorkspace } from '../testWorkspace';
import { SEEDERS, type PlatformTexts, type SeededMistake, type Seeder } from './seededMistakes';

export const EXAM_PLATFORMS = ['minimal', 'three-environments', 'released'] as const;
export const MISTAKES = 200;

/** A platform whose mistakes were not used to improve the checks, to measure how well the checks generalize. */
export const HELD_OUT_PLATFORM = 'multi-cloud';
export const HELD_OUT_MISTAKES = 80;
/** Folder with stand-ins for the framework's modules, which agents don't write. */
const VENDORED = /^vendor\//;

const samples = join(__dirname, '../../platforms');

export function platformTexts(name: string): PlatformTexts {
  const folder = join(samples, name);
  return Object.fromEntries([...filesBelow(folder)].map(path => [relative(folder, path), readFileSync(path, 'utf8')]));
}

function* filesBelow(folder: string): Iterable<string> {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

export interface ExamQuestion extends SeededMistake {
  readonly platform: string;
}

/** Deterministic selection of mistakes: one of each kind in turn, spread over all platforms, until there are enough. */
export function examQuestions(platforms: readonly string[] = EXAM_PLATFORMS, count = MISTAKES): ExamQuestion[] {
  const kinds = SEEDERS.map(([, seeder]) => spread(platforms.flatMap(platform => questionsOn(platform, seeder))));
  const chosen: ExamQuestion[] = [];
  for (let round = 0; chosen.length < count && kinds.some(each => round < each.length); round++)
    for (const each of kinds) if (each[round] && chosen.length < count) chosen.push(each[round]!);
  return chosen;
}

function questionsOn(platform: string, seeder: Seeder): ExamQuestion[] {
  const entries = Object.entries(platformTexts(platform));
  const vendored = Object.fromEntries(entries.filter(([path]) => VENDORED.test(path)));
  const own = Object.fromEntries(entries.filter(([path]) => !VENDORED.test(path)));
  return [...seeder(own)].map(mistake => ({ ...mistake, platform, texts: { ...vendored, ...mistake.texts } }));
}

/** Reorders a list so that neighbours are far apart, by a step that is coprime to its length. */
function spread<T>(all: readonly T[]): T[] {
  const step = [7, 11, 13].find(each => all.length % each !== 0) ?? 1;
  return all.map((_, index) => all[(index * step) % all.length]!);
}

/** Sorted results of the check as `CODE message`. */
export function problemsIn({ snapshot, uri }: TestWorkspace): string[] {
  return now(checkedDocuments(snapshot, uri('')))
    .flatMap(each =>
      now(allDiagnostics(snapshot, each)).map(({ code, message }) => `${String(code)} ${message as string}`),
    )
    .sort();
}
