import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { oldest } from '../../support/vscode/release';

interface Manifest {
  engines: { vscode: string };
  devDependencies: Record<string, string>;
}

describe('the oldest VS Code', () => {
  const manifest = JSON.parse(readFileSync(resolve(__dirname, '../../../package.json'), 'utf8')) as Manifest;

  it('in package.json is the one that `npm run test:oldest` runs', () => {
    assert.equal(manifest.engines.vscode, `^${oldest.vscode}`);
  });

  it('has the minor version of the installed types: each API in them, and no other', () => {
    const minor = (version = ''): string => version.split('.').slice(0, 2).join('.');
    assert.equal(minor(manifest.devDependencies['@types/vscode']), minor(oldest.vscode));
  });
});
