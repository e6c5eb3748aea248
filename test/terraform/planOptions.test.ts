// Options of plans that only one program or version has: the real programs accept and refuse what the table says.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { missingOption } from '../../client/plan/run/planArguments';
import type { Program } from '../../common/program';
import { skipWithout } from '../support/skipWithout';

const OPTIONS = [
  '-minimal-refresh',
  '-exclude=terraform_data.b',
  '-exclude-file=addresses.txt',
  '-target-file=addresses.txt',
  '-parallelism=2',
];

for (const product of ['terraform', 'tofu'] satisfies Program[])
  describe(`the options of a plan with a real ${product}`, function () {
    let folder = '';

    before(function () {
      skipWithout(this, product);
      folder = mkdtempSync(path.join(tmpdir(), 'plan-options-'));
      writeFileSync(path.join(folder, '.terraformrc'), '');
      writeFileSync(path.join(folder, 'addresses.txt'), 'terraform_data.b\n');
      const resources = ['a', 'b'].map(name => `resource "terraform_data" "${name}" {}\n`).join('');
      writeFileSync(path.join(folder, 'main.tf'), resources);
      assert.equal(run('init', '-input=false').status, 0);
    });
    after(() => {
      if (folder !== '') rmSync(folder, { recursive: true, force: true });
    });

    const run = (...args: string[]) => {
      const env = { ...process.env, TF_CLI_CONFIG_FILE: path.join(folder, '.terraformrc'), TF_IN_AUTOMATION: '1' };
      return spawnSync(product, args, { cwd: folder, env, encoding: 'utf8' });
    };

    it('are accepted if its version has them, and refused otherwise', () => {
      const { terraform_version: version } = JSON.parse(run('version', '-json').stdout) as {
        terraform_version: string;
      };
      for (const option of OPTIONS) {
        const { status, stderr } = run('plan', '-input=false', '-no-color', option);
        const isMissing = missingOption([option], { product, version }) !== undefined;
        assert.equal(status === 0, !isMissing, `${option} with ${product} ${version}: ${stderr}`);
        if (isMissing) assert.match(stderr, /flag provided but not defined/);
      }
    });
  });
