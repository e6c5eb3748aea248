import * as assert from 'node:assert/strict';
import type { Forecast } from '../../../../common/forecast/forecast';
import { sideContext, textFiles } from '../../../../server/comparison/sideContext';
import { forecastContexts } from '../../../../server/forecast/forecast';
import { loadFacts } from '../../../../server/forecast/resourceFacts';
import { workspaceOf } from '../../../support/testWorkspace';

const FACTS = loadFacts({
  format: 1,
  resources: { stub_pool: { replace: ['name'], outputs: ['id'], types: { block: 'block set', size: 'number' } } },
});

const PLATFORM =
  'module "eks_zero" {\n  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"\n  configuration = {\n    ops = {}\n  }\n}\n';

type Files = Record<string, string>;

const EXHAUSTED = 'This platform takes too long to evaluate, so some changes are unknown.';

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join('');

/** Spreads a text over files that each are short. */
const files = (count: number, text: (index: number) => string): Files =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}.tf`, text(index)]));

/** The forecast of a change of `size` in all files, and the number of its pauses. */
async function bounded(
  of: (size: number) => Files,
  maxSteps?: number,
): Promise<{ forecast: Forecast; pauses: number }> {
  const { snapshot } = await workspaceOf({});
  const side = (size: number) => sideContext(snapshot, 'file:///w', textFiles({ 'main.tf': PLATFORM, ...of(size) }));
  const work = forecastContexts(await side(1), await side(2), 'file:///w', {
    facts: FACTS,
    environment: 'ops',
    folderOf: () => ({ tree: snapshot.model.tree, uri: 'file:///empty' }),
    locate: () => undefined,
    maxSteps,
  });
  for (let pauses = 0; ; pauses++) {
    const step = work.next();
    if (step.done === true) return { forecast: step.value, pauses };
  }
}

const call = (name: string, source: string, more = ''): string =>
  `module "${name}" {\n  source = "${source}"\n  ${more}\n}\n`;

/** Levels of modules, each of which calls the next one. */
const levels = (depth: number, calls: (source: string) => string, size: number): Files => ({
  'calls.tf': calls('./l1'),
  ...Object.fromEntries(
    Array.from({ length: depth }, (_, index) => [
      `l${index + 1}/main.tf`,
      index + 1 === depth ? `resource "stub_pool" "a" {\n  size = ${size}\n}\n` : calls(`../l${index + 2}`),
    ]),
  ),
});

describe('a forecast of more than it can evaluate', () => {
  const isLeftOut = async (of: (size: number) => Files): Promise<number> => {
    const { forecast, pauses } = await bounded(of, 1_000_000);
    assert.deepEqual(forecast.skipped, [EXHAUSTED]);
    const actions = new Set(forecast.environments['ops']?.resources.map(({ action }) => action));
    assert.ok(!actions.has('create') && !actions.has('destroy'), [...actions].join());
    return pauses;
  };

  it('leaves out modules with thousands of instances that call others with thousands of instances', async () => {
    await isLeftOut(size => levels(3, source => call('m', source, 'count = 5000'), size));
  });

  it('leaves out levels of modules that each call ten others, with pauses', async () => {
    const pauses = await isLeftOut(size => levels(9, source => times(10, index => call(`m${index}`, source)), size));
    assert.ok(pauses > 100, String(pauses));
  });

  it('leaves out dynamic blocks in dynamic blocks in dynamic blocks', async () => {
    const dynamic = (inner: string): string =>
      `dynamic "block" {\n    for_each = range(1000)\n    content {\n      ${inner}\n    }\n  }`;
    await isLeftOut(size => ({
      'a.tf': `resource "stub_pool" "a" {\n  ${dynamic(dynamic(dynamic(`size = ${size}`)))}\n}\n`,
    }));
  });

  it('leaves out thousands of instances with thousands of arguments', async () => {
    await isLeftOut(size => ({
      'a.tf': `resource "stub_pool" "a" {\n  count = 5000\n  size = ${size}\n${times(5_000, index => `  a${index} = count.index\n`)}}\n`,
    }));
  });

  const triggers = (list: string) => (size: number) => ({
    'a.tf': `resource "stub_pool" "a" {\n  count = 5000\n  size = ${size}\n}\n`,
    ...files(20, file =>
      times(
        5,
        index => `resource "stub_pool" "b${file}_${index}" {\n  count = 5000\n  lifecycle {\n    ${list}\n  }\n}\n`,
      ),
    ),
  });

  it('leaves out instances that wait for instances', async () => {
    await isLeftOut(
      triggers(`replace_triggered_by = [${times(500, index => `stub_pool.a[${index}], stub_pool.a, `)}]`),
    );
  });

  it('leaves out preconditions of thousands of instances', async () => {
    await isLeftOut(
      triggers(
        times(500, index => `precondition {\n      condition = ${index} < 1000\n      error_message = "no"\n    }\n`),
      ),
    );
  });
});

describe('a forecast of many', () => {
  const resources = async (of: (size: number) => Files): Promise<Set<string>> => {
    const { forecast } = await bounded(of);
    const { resources: all = [] } = forecast.environments['ops'] ?? {};
    return new Set([...(forecast.skipped ?? []), ...all.map(({ type, action }) => `${type} ${action}`)]);
  };

  it('moves of many instances follows them', async () => {
    const found = await resources(size => ({
      'a.tf': `resource "stub_pool" "${size === 1 ? 'p0' : 'p99'}" {\n  count = 5000\n  size = ${size}\n}\n`,
      ...files(20, file =>
        times(
          500,
          index => `moved {\n  from = stub_pool.other${file}_${index}\n  to = stub_pool.never${file}_${index}\n}\n`,
        ),
      ),
      'moves.tf': times(99, index => `moved {\n  from = stub_pool.p${index}\n  to = stub_pool.p${index + 1}\n}\n`),
    }));
    assert.deepEqual(found, new Set(['stub_pool update']));
  });

  it('ignored changes of many arguments ignores them', async () => {
    const found = await resources(size => ({
      'a.tf': `resource "stub_pool" "a" {\n  size = ${size}\n  tags = {\n${times(5_000, index => `    t${index} = ${size}\n`)}  }\n${times(5_000, index => `  a${index} = ${size}\n`)}}\n`,
      'a_override.tf': `resource "stub_pool" "a" {\n  lifecycle {\n    ignore_changes = [${times(5_000, index => `a${index}, tags["t${index}"], `)}]\n  }\n}\n`,
    }));
    assert.deepEqual(found, new Set(['stub_pool update']));
  });

  it('resources that depend on each other in a chain finds what a data source waits for', async () => {
    const found = await resources(size => ({
      ...files(40, file =>
        times(250, index => {
          const number = file * 250 + index;
          return number === 0
            ? `resource "stub_pool" "r0" {\n  size = ${size}\n}\n`
            : `resource "stub_pool" "r${number}" {\n  depends_on = [stub_pool.r${number - 1}]\n}\n`;
        }),
      ),
      'data.tf': `${call('d', './d', 'depends_on = [stub_pool.r9999]')}`,
      'd/main.tf': `${times(200, index => `data "stub_x" "d${index}" {}\nresource "stub_pool" "u${index}" {\n  name = data.stub_x.d${index}.id\n}\n`)}`,
    }));
    assert.deepEqual(found, new Set(['stub_pool replace', 'stub_pool update']));
  });

  it('references to all instances of a resource computes them once', async () => {
    const found = await resources(size => ({
      'a.tf': `resource "stub_pool" "a" {\n  count = 400\n  size = ${size}\n}\nresource "stub_pool" "b" {\n  count = 400\n  size = length(stub_pool.a)\n}\n`,
    }));
    assert.deepEqual(found, new Set(['stub_pool update']));
  });
});
