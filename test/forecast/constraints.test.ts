// Terraform is the judge of what is refused: a provider with the rules of data/resources.json validates values with the library of the real providers.
import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusal } from '../../server/kubestack/schemas/constraint';
import { loadSchemas } from '../../server/kubestack/schemas/schemas';
import { planCase } from '../support/forecast/forecastCase';
import { FrameworkCorpus } from '../support/forecast/frameworkCorpus';
import { stubProvider } from '../support/forecast/stubProvider';
import type { FactsFile } from '../support/forecast/stubSchema';
import { refusedByTerraform } from '../support/forecast/refusedByTerraform';
import { skipWithout } from '../support/skipWithout';

const FACTS = JSON.parse(readFileSync(join(__dirname, '../../data/resources.json'), 'utf8')) as FactsFile;

/** Values at the limits of the constraints, and of other notations. */
const TEXTS = [
  '10.0.0.0/16',
  '10.0.0.1/16',
  '10.0.0.0/8',
  '10.0.0.0/28',
  '100.64.0.0/16',
  '172.32.0.0/16',
  '192.168.0.0/24',
];
const OTHERS = [
  '0.0.0.0/0',
  '2001:db8::/32',
  '10.0.0.0/33',
  '10.0.0',
  '10.0.0.10',
  '/14',
  '1.34',
  '1.34.2',
  '3:00',
  '03:00',
];
const MORE = ['gpu', 'gpu-pool', 'a'.repeat(64), '2026-12-20T00:00:00Z', '2026-12-20', 'GPU', '24:00', '1', 'api-1'];
const NUMBERS = [-1, 0, 0.5, 1, 9, 10, 24, 64, 65, 1000, 1001, 16550, 64511, 64512, 4200000000];

describe('values that a provider refuses', function () {
  let program: string;
  before(async function () {
    skipWithout(this, 'terraform');
    program = await stubProvider(this);
  });

  it('are the same for Terraform: the constraints of all arguments, with values at their limits', async () => {
    const cases = Object.entries(FACTS.resources).flatMap(([type, { types = {}, constraints = {} }]) =>
      Object.entries(constraints).flatMap(([path, constraint]) => {
        const isNumber = types[path] === 'number';
        const words = (constraint.oneOf ?? []).flatMap(word => [word, word.toLowerCase(), `${word}x`]);
        const values = isNumber ? NUMBERS : [...new Set([...words, ...TEXTS, ...OTHERS, ...MORE])];
        // Of an open list, only misspelled values are refused, which no provider does.
        return constraint.open ? [] : values.map(value => ({ type, path, value, kind: types[path] ?? '', constraint }));
      }),
    );
    const refused = await refusedByTerraform(cases, FACTS, program);
    const different = cases.flatMap(({ type, path, value, constraint }, index) => {
      const own = refusal([{ ...constraint, argument: `${type}.${path}` }], String(value)) !== undefined;
      return own === refused.has(index) ? [] : [`${type}.${path} = ${value}: ${own ? 'refused' : 'accepted'}`];
    });
    assert.deepEqual(different, []);
    assert.ok(refused.size > 500 && cases.length - refused.size > 200, `${refused.size} of ${cases.length}`);
  });

  it('are proposed nearest values that Terraform accepts', async () => {
    const cases = Object.entries(FACTS.resources).flatMap(([type, { types = {}, constraints = {} }]) =>
      Object.entries(constraints).flatMap(([path, constraint]) => {
        const written = types[path] === 'number' ? NUMBERS.map(String) : [...TEXTS, ...OTHERS, ...MORE];
        return written.flatMap(text => {
          const nearest = refusal([{ ...constraint, argument: '' }], text)?.nearest;
          const value = types[path] === 'number' ? Number(nearest) : nearest;
          return nearest === undefined || value === undefined ? [] : [{ type, path, value, kind: types[path] ?? '' }];
        });
      }),
    );
    assert.ok(cases.length > 150, String(cases.length));
    const refused = await refusedByTerraform(cases, FACTS, program);
    assert.deepEqual(
      [...refused].map(index => cases[index]),
      [],
    );
  });

  it('reach the provider unchanged: a refused value of an attribute fails the plan of the module', async function () {
    const clone = process.env['KUBESTACK_FRAMEWORK_CLONE'];
    if (clone === undefined || clone === '') this.skip();
    const found: Record<string, boolean> = {};
    const changes = [...attributesIn(new FrameworkCorpus(clone, FACTS))];
    for (const { change, constraints } of changes.filter((_, index) => index % EVERY === 0)) {
      const { module, version, attribute, after } = change;
      const isNumber = constraints.some(({ between, whole }) => between ?? whole);
      const refused = (isNumber ? ['-7.5'] : ['refused!', 'a'.repeat(64)]).find(text => refusal(constraints, text))!;
      const name = attribute.split('.').at(-1)!;
      const isList = new RegExp(`^ *${name} += \\[`, 'm').test(after['clusters.tf']!);
      const written = isNumber ? refused : isList ? `["${refused}"]` : `"${refused}"`;
      const text = after['clusters.tf']!.replaceAll(new RegExp(`^( *)${name} += .*$`, 'gm'), `$1${name} = ${written}`);
      assert.notEqual(text, after['clusters.tf'], attribute);
      const planned = await planCase({ ...change, after: { ...after, 'clusters.tf': text } }, program);
      const [argument] = constraints.map(each => each.argument.split('.').at(-1)!);
      found[`${module} ${version} ${attribute}`] = 'error' in planned && planned.error.includes(argument!);
    }
    assert.ok(Object.keys(found).length > 0);
    assert.deepEqual(
      Object.entries(found).filter(([, isRefused]) => !isRefused),
      [],
    );
  });
});

/** The plan of the stub accepts any value of these, although the code of the module passes it on. */
const UNJUDGED = new Set(['default_node_pool.root_device_volume_size', 'default_node_pool.name']);
/** A plan takes about three seconds. */
const EVERY = Number(process.env['CONSTRAINTS_EVERY'] ?? 9);

/** A change to a value that isn't null of each attribute that reaches an argument with constraints. */
function* attributesIn(corpus: FrameworkCorpus) {
  const schemas = loadSchemas(JSON.parse(readFileSync(join(__dirname, '../../data/schemas.json'), 'utf8')));
  const seen = new Set<string>();
  for (const change of corpus.attributeChanges()) {
    const { module, version, attribute, title } = change;
    // The stub can't apply the old cluster of AWS together with a node pool.
    if (module.startsWith('aws/') && version !== 'HEAD') continue;
    if (UNJUDGED.has(attribute)) continue;
    const id = `${module} ${version} ${attribute}`;
    const schema = schemas.moduleFor(module, version === 'HEAD' ? 'head' : version);
    const constraints = (schema?.attributes.get(attribute)?.constraints ?? []).filter(({ open }) => !open);
    if (constraints.length === 0 || seen.has(id) || title.endsWith('→ null')) continue;
    seen.add(id);
    yield { change, constraints };
  }
}
