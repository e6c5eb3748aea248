// Property test with generated platforms: after a fix, its finding is gone, the text parses and is still formatted, and the effective configuration
// has only the announced changes.
import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CheckFinding } from '../../../../server/checks/engine/check';
import { findingsOf } from '../../../../server/checks/engine/checkRunner';
import { formatFile } from '../../../../server/format/formatFile';
import { toEffectiveModule } from '../../../../server/features/effective/effectiveConfiguration';
import { checkContext } from '../../../../server/checks/engine/checkContext';
import { arbitraryPlatform } from '../../../support/terraform/arbitraryPlatform';
import { applied, type PlatformTexts } from '../../../support/checks/checkedWorkspace';
import { workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';
import { randomCases } from '../../../support/randomCases';

/** Permitted changes of a fix: none, new environments, or one attribute of one environment. */
const PROMISES: Readonly<Record<string, 'nothing' | 'environments' | 'attribute'>> = {
  KS103: 'nothing',
  KS104: 'nothing',
  KS107: 'nothing',
  KS109: 'nothing',
  KS202: 'environments',
  KS203: 'nothing',
  KS206: 'nothing',
  KS207: 'nothing',
  KS208: 'attribute',
  KS209: 'attribute',
  KS210: 'nothing',
  KS213: 'environments',
  KS306: 'nothing',
};

/** Address of a call → environment → `path` → value. */
type Effective = Record<string, Record<string, Record<string, string>>>;

function effectiveOf({ snapshot }: TestWorkspace): Effective {
  const result: Effective = {};
  for (const root of snapshot.model.tree.rootInstances()) {
    for (const call of now(checkContext(snapshot, root))?.calls ?? []) {
      const environments: Record<string, Record<string, string>> = (result[call.address] = {});
      for (const [name, attributes] of Object.entries(toEffectiveModule(snapshot, call).environments))
        environments[name] = Object.fromEntries(
          attributes.map(({ path, value, expression }) => [path.join('.'), expression ?? JSON.stringify(value)]),
        );
    }
  }
  return result;
}

const allFound = ({ snapshot }: TestWorkspace): CheckFinding[] =>
  snapshot.model.tree.rootInstances().flatMap(root => [...now(findingsOf(snapshot, root)).values()].flat());

const keyOf = ({ check, finding }: CheckFinding): string =>
  `${check.code} ${'file' in finding.range ? finding.range.file.uri : finding.range.item.uri} ${finding.message}`;

const isFormatted = ({ workspace }: TestWorkspace, uri: string): boolean => {
  const file = workspace.file(uri);
  return file === undefined || now(formatFile(file))?.length === 0;
};

const faultsIn = ({ workspace, uri }: TestWorkspace, path: string): number =>
  workspace.file(uri(path))?.diagnostics.length ?? 0;

/** @returns number of applied fixes */
async function holds(texts: PlatformTexts): Promise<number> {
  const workspace = await workspaceOf(texts);
  const before = effectiveOf(workspace);
  let made = 0;
  for (const found of allFound(workspace)) {
    for (const fix of found.fixes()) {
      const about = `${keyOf(found)}: ${fix.title}`;
      const after = applied(texts, workspace, [fix]);
      const fixed = await workspaceOf(after);
      assert.ok(!allFound(fixed).some(each => keyOf(each) === keyOf(found)), `is still found: ${about}`);
      for (const path of Object.keys(after).filter(each => after[each] !== texts[each])) {
        assert.ok(
          faultsIn(fixed, path) <= (texts[path] === undefined ? 0 : faultsIn(workspace, path)),
          `${path} does not parse: ${about}`,
        );
        if (isFormatted(workspace, workspace.uri(path)))
          assert.ok(isFormatted(fixed, fixed.uri(path)), `${path} is not formatted: ${about}\n${after[path]}`);
      }
      keepsPromise(found, before, effectiveOf(fixed), about);
      made++;
    }
  }
  return made;
}

function keepsPromise({ check, finding }: CheckFinding, before: Effective, after: Effective, about: string): void {
  const promise = PROMISES[check.code];
  if (!promise) return;
  if (promise === 'nothing') assert.deepEqual(after, before, about);
  const { environment, path } = (finding.data ?? {}) as { environment?: string; path?: string[] };
  for (const [address, environments] of Object.entries(before)) {
    for (const [name, attributes] of Object.entries(environments)) {
      if (promise === 'environments')
        assert.deepEqual(after[address]?.[name], attributes, `${about}: ${address} ${name}`);
      if (promise !== 'attribute') continue;
      const mine = `${path!.join('.')}`;
      for (const key of new Set([...Object.keys(attributes), ...Object.keys(after[address]?.[name] ?? {})])) {
        const isMine = name === environment && (key === mine || key.startsWith(`${mine}.`));
        if (!isMine)
          assert.equal(after[address]?.[name]?.[key], attributes[key], `${about}: ${address} ${name} ${key}`);
      }
    }
  }
}

const scalar = fc.constantFrom('"a"', '"b"', '""', 'null', '3', 'true');
const name = fc.constantFrom('cluster_version', 'name_prefix', 'base_domain', 'cluster_min_size');
const list = fc
  .subarray(['"one.yaml"', '"two.yaml"', '"three.yaml"'])
  .map(entries => (entries.length > 1 ? `[\n        ${entries.join(',\n        ')}\n      ]` : `[${entries.join()}]`));
const labels = fc.dictionary(fc.constantFrom('team', 'tier', 'phase'), fc.constantFrom('"x"', '"y"')).map(entries =>
  `{ ${Object.entries(entries)
    .map(([key, value]) => `${key} = ${value}`)
    .join(', ')} }`.replace('{  }', '{}'),
);

const environmentOf = (attributes: fc.Arbitrary<Record<string, string>>): fc.Arbitrary<string> =>
  attributes.map(entries => {
    const lines = Object.entries(entries).map(([key, value]) => `      ${key} = ${value}\n`);
    return lines.length === 0 ? '{}' : `{\n${lines.join('')}    }`;
  });

const clusterAttributes = environmentOf(fc.dictionary(name, scalar, { maxKeys: 4 }));
const typedAttributes = environmentOf(
  fc.record(
    {
      cluster_version: fc.constantFrom('"1.30"', '"1.31"', 'null', '""'),
      default_node_pool: fc
        .record(
          { min_size: fc.constantFrom('1', '3'), max_size: fc.constantFrom('3', '9'), labels },
          { requiredKeys: [] },
        )
        .map(
          entries =>
            `{\n${Object.entries(entries)
              .map(([key, value]) => `        ${key} = ${value}\n`)
              .join('')}      }`,
        )
        .map(text => (text === '{\n      }' ? '{}' : text)),
    },
    { requiredKeys: [] },
  ),
);
const serviceAttributes = environmentOf(
  fc.record({ resources: list, common_labels: labels, namespace: scalar }, { requiredKeys: [] }),
);

const call = (label: string, source: string, attributes: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.uniqueArray(fc.constantFrom('apps', 'ops', 'apps-prod'), { minLength: 1, maxLength: 3 }),
      attributes,
      attributes,
      attributes,
    )
    .map(([keys, ...values]) => {
      const base = keys.includes('apps') ? '' : `\n  configuration_base_key = "${keys[0]!}"`;
      const entries = keys.map((key, index) => `    ${key} = ${values[index]!}\n`).join('');
      return `module "${label}" {\n  source = "${source}"${base}\n\n  configuration = {\n${entries}  }\n}\n`;
    });

const framework = 'github.com/kbst/terraform-kubestack//';
const platform = fc.record({
  'eks_gc0_eu-west-1_cluster.tf': call(
    'eks_gc0_eu-west-1',
    `${framework}aws/cluster?ref=v0.19.2-beta.0`,
    clusterAttributes,
  ),
  'eks_gc1_eu-west-1_cluster.tf': call('eks_gc1_eu-west-1', `${framework}aws/cluster?ref=e70912c`, typedAttributes),
  'eks_gc0_eu-west-1_service_nginx.tf': call(
    'eks_gc0_eu-west-1_service_nginx',
    'kbst.xyz/catalog/nginx/kustomization',
    serviceAttributes,
  ),
  Dockerfile: fc.constantFrom(
    'FROM kubestack/framework:v0.19.1-beta.0-eks\n',
    'FROM kubestack/framework:v0.19.2-beta.0\n',
  ),
});

describe('fixes of random platforms', function () {
  this.timeout(240_000);

  it('remove their problems and cause no others in platforms of plain values', async () => {
    const platforms = randomCases(15, 200);
    let made = 0;
    await fc.assert(
      fc.asyncProperty(platform, async texts => {
        made += await holds(texts);
      }),
      { numRuns: platforms, seed: 7 },
    );
    assert.ok(made > 2 * platforms, `only ${made} fixes were made`);
  });

  it('remove their problems and cause no others in platforms of expressions', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPlatform, async ({ files }) => {
        await holds(files);
      }),
      { numRuns: randomCases(5, 100), seed: 3 },
    );
  });
});
