// OpenTofu's language extensions: we report no problems with them, and a real tofu accepts them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { skipWithout } from '../support/skipWithout';
import { OPEN_TOFU_SAMPLE } from '../support/openTofuSample';

describe("OpenTofu's language extensions with a real tofu", function () {
  let folder = '';

  before(function () {
    skipWithout(this, 'tofu');
    folder = mkdtempSync(path.join(tmpdir(), 'opentofu-'));
    for (const [file, text] of Object.entries({ ...OPEN_TOFU_SAMPLE, '.terraformrc': '' })) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
  });
  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  const tofu = (...args: string[]): string => {
    const env = { ...process.env, TF_CLI_CONFIG_FILE: path.join(folder, '.terraformrc'), TF_IN_AUTOMATION: '1' };
    return execFileSync('tofu', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  };

  it('the sample can be installed, validated, planned and tested, and is formatted', () => {
    tofu('init', '-input=false', '-no-color');
    assert.equal(tofu('fmt', '-check', '-recursive'), '');
    assert.match(tofu('validate', '-no-color'), /The configuration is valid/);
    assert.match(tofu('plan', '-input=false', '-no-color'), /"Hello, computed",\n\s*\+ "a b",\n\s*\+ true,/);
    assert.match(tofu('test', '-no-color'), /1 passed, 0 failed/);
  });
});
