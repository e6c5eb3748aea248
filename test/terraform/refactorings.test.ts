import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renameAt } from '../../server/refactoring/rename/rename';
import { effectiveTexts } from '../../server/refactoring/effectiveSnapshot';
import { LineIndex } from '../../server/syntax/lineIndex';
import { readSourceFile } from '../../server/syntax/sourceFile';
import { changedTexts } from '../support/refactoring/refactored';
import { workspaceOf } from '../support/testWorkspace';
import { skipWithout } from '../support/skipWithout';
import { arbitraryPlatform, platformFromParts, type GeneratedPlatform } from '../support/terraform/arbitraryPlatform';
import { judgePlatform, type JudgeResult } from '../support/terraform/judge';
import { judgedBy } from '../support/terraform/judgedBy';
import { offeredChanges, withChanges } from '../support/terraform/refactoredPlatform';
import { terraformFormat } from '../support/terraform/terraformFormat';
import { now } from '../../common/now';
import { randomCases } from '../support/randomCases';

const seed = Number(process.env['REFACTORING_SEED'] ?? 7);
const runs = randomCases(2, 20);
const numbers = fc.array(fc.nat(10_000), { minLength: 40, maxLength: 40 });

/** Environments that a refactoring announces to change. */
function meantBy(title: string): (environment: string) => boolean {
  const inherit = /^Inherit \S+ in (\S+) from/.exec(title);
  if (inherit) return each => each === inherit[1];
  const move = /^Move \S+ from (\S+) to the base/.exec(title);
  if (move) return each => each !== move[1];
  const extract = /^Move common attributes to (\S+)/.exec(title);
  if (extract) return each => each === extract[1];
  return () => false;
}

describe('refactorings of randomly generated platforms', function () {
  this.timeout(600_000);

  it('keep text that parses, with its line endings', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPlatform, numbers, async ({ files }, choices) => {
        let next = 0;
        const changes = await offeredChanges(files, count => choices[next++ % choices.length]! % count, 8);
        for (const { title, outcome } of changes) {
          if (outcome.kind === 'problem') continue;
          for (const path of outcome.changed) {
            const text: string | undefined = outcome.files[path];
            if (text === undefined) continue;
            assert.deepEqual(now(readSourceFile(path, text, 'configuration')).diagnostics, [], `${title}\n${text}`);
            const before = Object.values(files).some(each => each.includes('\r\n'));
            if (before) assert.doesNotMatch(text, /[^\r]\n/, title);
          }
        }
      }),
      { numRuns: runs * 4, seed },
    );
  });

  it('change only what they announce in any environment, and format', async function () {
    skipWithout(this, judgedBy);
    let carriedOut = 0;
    await fc.assert(
      fc.asyncProperty(platformFromParts(1, 3), numbers, async (platform, choices) => {
        let next = 0;
        const changes = await offeredChanges(platform.files, count => choices[next++ % choices.length]! % count, 4);
        const done = changes.flatMap(({ title, outcome }) => (outcome.kind === 'files' ? [{ title, ...outcome }] : []));
        if (done.length === 0) return;
        const before = await judgePlatform(platform);
        for (const { title, files, changed } of done) {
          carriedOut++;
          const after = await judgePlatform({ ...platform, files });
          assertValuesKept(before, after, meantBy(title), title, files);
          await assertFormatted(platform.files, files, changed);
        }
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
    assert.ok(carriedOut > runs, `only ${carriedOut} were carried out`);
  });

  it("keep every environment's configuration after renaming", async function () {
    skipWithout(this, judgedBy);
    let carriedOut = 0;
    await fc.assert(
      fc.asyncProperty(platformFromParts(1, 3), numbers, async (platform, choices) => {
        const renamed = await renameSomething(platform, choices[0]!);
        if (!renamed) return;
        carriedOut++;
        const [before, after] = [await judgePlatform(platform), await judgePlatform(renamed)];
        assert.deepEqual(
          after.map(({ environments }) => environments).map(withoutMessages),
          before.map(({ environments }) => environments).map(withoutMessages),
          JSON.stringify(renamed.files, null, 1),
        );
        await assertFormatted(
          platform.files,
          renamed.files,
          Object.keys(renamed.files).filter(path => renamed.files[path] !== platform.files[path]),
        );
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
    assert.ok(carriedOut > 0);
  });
});

describe('renames in randomly generated platforms', function () {
  this.timeout(600_000);

  it('keep the configuration of every call, and of a renamed environment', async () => {
    let carriedOut = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryPlatform, numbers, async (platform, choices) => {
        const renamed = await renameSomething(platform, choices[0]!);
        if (renamed) {
          carriedOut++;
          const [before, after] = [await configurations(platform), await configurations(renamed)];
          assert.deepEqual(
            [...after.values()].sort(),
            [...before.values()].sort(),
            Object.values(renamed.files).join('\n'),
          );
        }
        const environments = platform.calls[0]!.environments;
        const old = environments[choices[1]! % environments.length]!;
        const files = await renameEnvironmentOf(platform, old);
        // Values that depend on the workspace's name change with the name.
        if (!files || Object.values(platform.files).some(text => text.includes('terraform.workspace'))) return;
        carriedOut++;
        const texts = new Map(
          [...(await configurations({ ...platform, files }))].map(([key, text]) => [
            key.replace(/ internal$/, ` ${old}`),
            text,
          ]),
        );
        const before = await configurations(platform);
        for (const [key, text] of before)
          assert.equal(texts.get(key), text, `${key}\n${Object.values(files).join('\n')}`);
      }),
      { numRuns: runs * 8, seed },
    );
    assert.ok(carriedOut > runs);
  });
});

/** Configurations as text by address and environment. */
async function configurations({ files }: Pick<GeneratedPlatform, 'files'>): Promise<Map<string, string | undefined>> {
  const { snapshot } = await workspaceOf(files);
  const roots = new Set(snapshot.model.tree.rootInstances().map(({ folderUri }) => folderUri));
  return new Map([...now(effectiveTexts(snapshot, roots))].map(([key, { text }]) => [key, text]));
}

/** Renames an environment to `internal` at its first key; undefined if the rename is refused, or the name is not in the code. */
async function renameEnvironmentOf(
  { files }: GeneratedPlatform,
  old: string,
): Promise<Record<string, string> | undefined> {
  const workspace = await workspaceOf(files);
  for (const [path, text] of Object.entries(files)) {
    const found = new RegExp(`^ +"?(${old})"? *[=:] *\\{`, 'm').exec(text);
    if (!found) continue;
    const position = new LineIndex(text).positionAt(found.index + found[0].indexOf(old) + 1);
    const result = now(renameAt(workspace.snapshot, workspace.uri(path), position, 'internal'));
    return 'problem' in result ? undefined : withChanges(files, changedTexts(workspace, result.edit));
  }
  return undefined;
}

type Verdicts = JudgeResult['environments'];
const withoutMessages = (verdicts: Verdicts): unknown =>
  Object.fromEntries(
    Object.entries(verdicts).map(([name, verdict]) => [name, verdict.kind === 'value' ? verdict.value : verdict.kind]),
  );

function assertValuesKept(
  before: readonly JudgeResult[],
  after: readonly JudgeResult[],
  isMeant: (environment: string) => boolean,
  title: string,
  files: Readonly<Record<string, string>>,
): void {
  for (const { id, environments } of before) {
    const now = after.find(each => each.id === id)?.environments ?? {};
    for (const [environment, verdict] of Object.entries(environments)) {
      if (isMeant(environment) || verdict.kind !== 'value') continue;
      const message = `${title}: ${id} in ${environment}\n${Object.values(files).join('\n')}`;
      assert.deepEqual(withoutNulls(now[environment]), withoutNulls(verdict), message);
    }
  }
}

/** Removes nulls, since modules treat them like missing values. */
const withoutNulls = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null, (_, each: unknown) => (isObject(each) ? present(each) : each)));
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const present = (value: Record<string, unknown>): unknown =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Changed blocks must be formatted like by `terraform fmt`. */
async function assertFormatted(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  changed: readonly string[],
): Promise<void> {
  const blocksOf = (texts: Readonly<Record<string, string>>): string[] =>
    Object.entries(texts).flatMap(([path, text]) =>
      /\.tf$/.test(path) ? now(readSourceFile(path, text, 'configuration')).items.map(({ item }) => item.text) : [],
    );
  const known = new Set(blocksOf(before));
  const touched = blocksOf(Object.fromEntries(changed.map(path => [path, after[path] ?? ''])))
    .filter(text => !known.has(text))
    .map(text => `${text.replaceAll('\r\n', '\n')}\n`);
  assert.deepEqual(touched, await terraformFormat(touched));
}

/** Renames a local, a variable or a module; undefined if there is none. */
async function renameSomething(platform: GeneratedPlatform, choice: number): Promise<GeneratedPlatform | undefined> {
  const names = Object.entries(platform.files).flatMap(([path, text]) =>
    path.includes('/')
      ? []
      : [
          ...[...text.matchAll(/(?<=^variable ")\w+/gm)].map(({ index }) => ({
            path,
            index,
            name: 'renamed_variable',
          })),
          ...(/^locals \{/.test(text) ? [...text.matchAll(/(?<=^ {2})\w+(?= = )/gm)] : []).map(({ index }) => ({
            path,
            index,
            name: 'renamed_local',
          })),
          ...[...text.matchAll(/(?<=^module ")[\w-]+/gm)].map(({ index, 0: old }) => ({
            path,
            index,
            name: old.replace(/_gc(\d+)_/, '_web$1_'),
          })),
        ],
  );
  const found = names[choice % Math.max(1, names.length)];
  if (!found) return undefined;
  const workspace = await workspaceOf(platform.files);
  const position = new LineIndex(platform.files[found.path]!).positionAt(found.index + 1);
  const result = now(renameAt(workspace.snapshot, workspace.uri(found.path), position, found.name));
  if ('problem' in result) return undefined;
  const files = withChanges(platform.files, changedTexts(workspace, result.edit));
  const old = /^module "([\w-]+)"/m.exec(platform.files[found.path]!.slice(Math.max(0, found.index - 8)))?.[1];
  const calls = platform.calls.map(call =>
    old !== undefined && found.name.includes('_web')
      ? { ...call, address: call.address.replace(`module.${old}`, `module.${found.name}`) }
      : call,
  );
  return { files, calls };
}
