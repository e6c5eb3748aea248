/**
 * Whether `terraform validate` accepts the platforms of the agent's exam, recorded by `npm run judge -- --exam`, since asking it for each takes longer
 * than all checks.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformFolder } from '../terraform/platformFolder';
import { StandInProviders } from '../terraform/standInProviders';
import { EXAM_PLATFORMS, examQuestions, HELD_OUT_MISTAKES, HELD_OUT_PLATFORM, platformTexts } from './exam';
import type { PlatformTexts } from './seededMistakes';

const file = join(__dirname, 'examVerdicts.json');

interface Recorded {
  /** A digest of all platforms, in their order. */
  readonly platforms: string;
  /** One digit for each platform: 1 if Terraform accepts it. */
  readonly accepted: string;
}

/** Everything that Terraform reads, which is not Markdown. */
const readTexts = (texts: PlatformTexts): string =>
  JSON.stringify(Object.entries(texts).filter(([name]) => !name.endsWith('.md')));

const digestOf = (platforms: Iterable<string>): string =>
  createHash('sha256')
    .update([...platforms].join('\n'))
    .digest('hex');

/** Every different platform of the exam: the ones without mistakes, and one for each mistake. */
function examPlatforms(): ReadonlyMap<string, PlatformTexts> {
  const all = [
    ...[...EXAM_PLATFORMS, HELD_OUT_PLATFORM].map(platformTexts),
    ...[...examQuestions(), ...examQuestions([HELD_OUT_PLATFORM], HELD_OUT_MISTAKES)].map(({ texts }) => texts),
  ];
  return new Map(all.map(texts => [readTexts(texts), texts]));
}

/** Whether Terraform accepts a platform of the exam. */
export type Verdict = (texts: PlatformTexts) => boolean;

/** @throws Error if the exam was changed after its verdicts were recorded */
export function recordedVerdicts(): Verdict {
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
  const keys = [...examPlatforms().keys()];
  if (digestOf(keys) !== recorded.platforms)
    throw new Error('The platforms or the mistakes of the exam have changed. Run npm run judge -- --exam.');
  const verdicts = new Map(keys.map((key, index) => [key, recorded.accepted[index] === '1']));
  return texts => verdicts.get(readTexts(texts))!;
}

/** Every `step`th platform of the exam with Terraform's own verdict. A platform with a module that can't be installed is refused. */
export async function judgeExam(step: number): Promise<ReadonlyMap<PlatformTexts, boolean>> {
  const providers = await StandInProviders.start();
  const folder = new PlatformFolder(providers.reattach);
  const verdicts = new Map<PlatformTexts, boolean>();
  try {
    for (const [index, texts] of [...examPlatforms().values()].entries()) {
      if (index % step !== 0) continue;
      const validated = folder.replace(texts).then(() => folder.validate());
      const isAccepted = await validated.then(
        () => true,
        () => false,
      );
      verdicts.set(texts, isAccepted);
    }
  } finally {
    folder.remove();
    await providers.stop();
  }
  return verdicts;
}

/** Asks Terraform for each platform, and records its verdicts. */
export async function recordExam(): Promise<void> {
  const verdicts = await judgeExam(1);
  const accepted = [...verdicts.values()].map(each => (each ? '1' : '0')).join('');
  const recorded: Recorded = { platforms: digestOf(examPlatforms().keys()), accepted };
  writeFileSync(file, `${JSON.stringify(recorded, null, 2)}\n`);
}
