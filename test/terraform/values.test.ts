import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { convert, ConversionError } from '../../server/hcl/conversion/convert';
import { refusedConversions, type RefusedConversion } from '../support/terraform/refusedConversions';
import { skipWithout } from '../support/skipWithout';
import { judgedBy } from '../support/terraform/judgedBy';
import { evaluateOutputs, type TerraformResult } from '../support/terraform/terraformRun';
import { valueCases, type ValueCase } from '../support/terraform/valueCases';

describe('values, compared with terraform', function () {
  let result: TerraformResult = { outputs: {} };
  let refused: TerraformResult = { outputs: {} };

  before(async function () {
    skipWithout(this, judgedBy);
    const cases = Object.values(valueCases).flat();
    result = await terraform(cases.map(outputOf).join(''));
    refused = await terraform(refusedConversions.map(variableOf).join(''));
  });

  let first = 0;
  for (const [name, cases] of Object.entries(valueCases)) {
    const offset = first;
    first += cases.length;
    it(`of ${name} are the same (${cases.length} cases)`, () => {
      assert.ok('outputs' in result, JSON.stringify('errors' in result ? result.errors.slice(0, 3) : undefined));
      const { outputs } = result;
      const theirs = cases.map(({ expression, declaration }, i) => [
        expression,
        declaration,
        outputs[`o${offset + i}`],
      ]);
      assert.deepEqual(
        cases.map(({ expression, declaration, expected }) => [expression, declaration, expected]),
        theirs,
      );
    });
  }

  it(`are rejected with the same message (${refusedConversions.length} cases)`, () => {
    assert.ok('errors' in refused, 'terraform accepts all of them');
    const { errors } = refused;
    for (const [i, refusal] of refusedConversions.entries()) {
      const { message } = errors.find(({ line }) => line === i * 4 + 3) ?? { message: 'accepted' };
      assert.throws(() => convert(refusal.literal.value, refusal.as), ConversionError, refusal.literal.text);
      // OpenTofu's messages change between releases.
      if (judgedBy === 'tofu') {
        assert.match(message, new RegExp(`^${PREFIX}`), refusal.literal.text);
        continue;
      }
      assert.equal(
        `${variableOf(refusal, i)}${PREFIX}${messageOf(refusal)}.`,
        `${variableOf(refusal, i)}${withoutPath(message)}`,
      );
    }
  });
});

const PREFIX =
  "Invalid default value for variable: This default value is not compatible with the variable's type constraint: ";

/** Some of terraform's messages start with the location: `["a"][1].b: a number is required`. */
const withoutPath = (message: string): string => message.replace(/(constraint: )(?:\.[\w-]+|\[[^\]]*\])+: /, '$1');

function messageOf({ as, literal }: RefusedConversion): string {
  try {
    convert(literal.value, as);
  } catch (error) {
    if (error instanceof ConversionError) return error.message;
  }
  return 'accepted';
}

function outputOf({ expression, declaration }: ValueCase, index: number): string {
  return `${declaration ?? ''}output "o${index}" {\n  value = ${expression}\n}\n`;
}

/** Four lines for each case, with the value in the third one. */
function variableOf({ type, literal }: RefusedConversion, index: number): string {
  return `variable "v${index}" {\n  type = ${type}\n  default = ${literal.text}\n}\n`;
}

async function terraform(text: string): Promise<TerraformResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'values-'));
  try {
    mkdirSync(path.join(folder, '.terraform', 'modules'), { recursive: true });
    writeFileSync(path.join(folder, '.terraform', 'modules', 'modules.json'), '{"Modules":[]}');
    writeFileSync(path.join(folder, 'main.tf'), text);
    return await evaluateOutputs(folder, 'default');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
