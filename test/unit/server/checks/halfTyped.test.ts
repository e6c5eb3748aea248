// While a file does not parse, other files get no diagnostics because of it: after an edit, and if the server starts with it.
import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { replaceFiles, workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';

type Texts = Readonly<Record<string, string>>;

/** The diagnostics of all files but one. */
const elsewhere = ({ snapshot, uri }: TestWorkspace, texts: Texts, broken: string): string[] =>
  Object.keys(texts).flatMap(path =>
    path === broken
      ? []
      : now(allDiagnostics(snapshot, uri(path))).map(
          ({ code, message }) => `${path} ${String(code)} ${message as string}`,
        ),
  );

/** Changes to a line that make the file invalid, by name. */
function brokenLines(line: string): Readonly<Record<string, string | undefined>> {
  return {
    'without its value': /=\s*\S/.test(line) ? line.replace(/=.*/, '=') : undefined,
    'without its equals sign': /=\s*\S/.test(line) ? line.replace(/=.*/, '') : undefined,
    'without its closing brace': /^\s*[}\]]/.test(line) ? '' : undefined,
    'without a quote': line.includes('"') ? line.replace('"', '') : undefined,
    'without its opening brace': /\{\s*$/.test(line) ? line.replace(/\{\s*$/, '') : undefined,
  };
}

async function assertNoConsequences(texts: Texts, path: string, ...numbers: readonly number[]): Promise<void> {
  const lines = texts[path]!.split('\n');
  const edited = await workspaceOf(texts);
  const before = new Set(elsewhere(edited, texts, path));
  for (const number of numbers)
    for (const [how, line] of Object.entries(brokenLines(lines[number]!))) {
      if (line === undefined) continue;
      const broken = { ...texts, [path]: lines.with(number, line).join('\n') };
      replaceFiles(edited, broken);
      for (const [when, workspace] of [
        ['at the start', await workspaceOf(broken)],
        ['after an edit', edited],
      ] as const) {
        const added = elsewhere(workspace, broken, path).filter(each => !before.has(each));
        assert.deepEqual(added, [], `${path}, line ${number + 1} ${how}, ${when}`);
      }
      replaceFiles(edited, texts);
    }
}

describe('a line that is half-typed causes no diagnostics in other files', () => {
  const minimal = readSamplePlatform('minimal');
  for (const path of Object.keys(minimal).filter(each => each.endsWith('.tf')))
    it(`of a small platform: ${path}`, async () => {
      await assertNoConsequences(minimal, path, ...minimal[path]!.split('\n').keys());
    });

  const large = readSamplePlatform('multi-cloud');
  const places = [
    ['gke_ml0_europe-west1_cluster.tf', 0, 1],
    ['locals.tf', 10],
    ['vendor/terraform-kubestack/aws/cluster/outputs.tf', 6, 10],
  ] as const;
  for (const [path, ...numbers] of places)
    it(`of a large platform: ${path}`, () => assertNoConsequences(large, path, ...numbers));

  it('in a local that an override uses', async () => {
    const texts = {
      ...minimal,
      'locals.tf': 'locals {\n  size = terraform.workspace == "ops" ? 1 : 2\n}\n',
      'pool.tf': minimal['eks_web0_eu-central-1_cluster.tf']!.replace(
        /configuration = \{[^]*$/,
        'configuration = {\n    apps = { name_prefix = "x", base_domain = local.size }\n    ops = { name_prefix = "x" }\n  }\n}\n',
      ),
    };
    await assertNoConsequences(texts, 'locals.tf', 0, 1);
  });
});
