import * as assert from 'node:assert/strict';
import Ajv from 'ajv';
import manifest from '../../../../package.json';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setLocale } from '../../../../common/localization';
import { languageModelTools, toolRows } from '../../../../scripts/toolManifest';
import { DIAGNOSTIC_CODES } from '../../../../server/diagnostics/checkedDiagnostics';
import { TOOLS } from '../../../../server/tools/toolTable';
import { platformTexts } from '../../../support/agents/exam';
import { toolsOn, type TestTools } from '../../../support/agents/testHost';
import { randomCall, randomNumbers } from '../../../support/agents/toolInputs';
import { randomCases } from '../../../support/randomCases';

const RUNS = randomCases(400, 10_000);
const MOST = 8_000;

const ajv = new Ajv({ strict: false });
const validators = new Map(TOOLS.map(({ name, output }) => [name, ajv.compile(output)]));

describe('the tools for coding agents', function () {
  this.timeout(1_200_000);

  let tools: TestTools;
  before(async () => {
    tools = await toolsOn(platformTexts('three-environments'));
  });

  it('are the same in the code, package.json and docs/agents.md (npm run tools updates them)', () => {
    assert.deepEqual(manifest.contributes.languageModelTools, JSON.parse(JSON.stringify(languageModelTools())));
    const page = readFileSync(join(__dirname, '../../../../docs/agents.md'), 'utf8');
    // Ignores the alignment of columns.
    const plain = (text: string): string => text.replace(/[ -]+/g, ' ');
    assert.ok(plain(page).includes(plain(toolRows())), toolRows());
  });

  it(`answer any input that matches their schema, in at most 8 kB, or with an error that says what to do (${RUNS} random inputs)`, async () => {
    const random = randomNumbers(20_261_121);
    let [answered, refused] = [0, 0];
    for (let run = 0; run < RUNS; run++) {
      const { name, input } = randomCall(random);
      const what = `run ${run}: ${name} ${JSON.stringify(input)}`;
      const result = await tools.call(name, input);
      if ('error' in result) {
        refused++;
        assert.ok(result.error.length > 10 && Buffer.byteLength(result.error) <= MOST, what);
        continue;
      }
      answered++;
      const validate = validators.get(name)!;
      assert.ok(validate(result.answer), `${what}\n${ajv.errorsText(validate.errors)}`);
      const size = Buffer.byteLength(JSON.stringify(result.answer));
      assert.ok(size <= MOST, `${what} has ${size} bytes`);
    }
    assert.ok(answered > RUNS / 25 && refused > RUNS / 25, `${answered} answers and ${refused} refusals`);
  });

  it('know every code that has a page', () => {
    const pages = readdirSync(join(__dirname, '../../../../docs/checks')).flatMap(name => /^KS\d{3}/.exec(name) ?? []);
    assert.deepEqual([...pages, 'syntax'].sort(), DIAGNOSTIC_CODES);
  });

  it('describe modules in English, in every language', async () => {
    const input = {
      module: 'google/cluster/node-pool',
      version: 'v0.19.2-beta.0',
      attributes: ['location', 'min_node_count'],
    };
    const english = await tools.call('kubestack_get_module_schema', input);
    setLocale('qps-ploc', () => assert.fail('There are no translations.'));
    try {
      assert.deepEqual(await tools.call('kubestack_get_module_schema', input), english);
    } finally {
      setLocale(undefined, () => assert.fail('There are no translations.'));
    }
    assert.match(JSON.stringify(english), /Region of the cluster.*autoscaling needs a minimum and a maximum/s);
  });

  it('split long answers into pages, and reject a cursor of another request', async () => {
    const input = { path: '.' };
    const name = 'kubestack_get_effective_configuration';
    const pages: Record<string, unknown>[] = [];
    for (let cursor: unknown; ;) {
      const result = await tools.call(name, cursor === undefined ? input : { ...input, cursor });
      assert.ok('answer' in result);
      pages.push(result.answer);
      if (result.answer.truncated !== true) break;
      cursor = result.answer.next_cursor;
    }
    assert.ok(pages.length > 1);
    const whole = pages.flatMap(({ attributes }) => attributes as unknown[]);
    assert.equal(new Set(whole.map(each => JSON.stringify(each))).size, whole.length);
    assert.match(String(pages[0]!.summary), new RegExp(`^${whole.length} attributes `));
    const other = await tools.call(name, { path: '.', module: 'scw_web0_fr-par', cursor: pages[0]!.next_cursor });
    assert.ok('error' in other && other.error.includes('call again without `cursor`'), JSON.stringify(other));
  });
});
