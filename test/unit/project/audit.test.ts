// npm run audit with a stand-in for npm that responds like a registry.
import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import { skipOnWindows } from '../../support/skipWithout';

const root = join(__dirname, '../../..');

interface Advisories {
  readonly accepted: readonly { id: string; package: string; reason: string }[];
  readonly known: readonly { id: string; package: string; vulnerable: readonly (readonly [string, string])[] }[];
}

const LOCK = {
  packages: {
    '': {},
    'node_modules/a': { version: '1.2.3' },
    'node_modules/b/node_modules/c': { version: '2.0.0-beta.1' },
  },
};
const NONE: Advisories = { accepted: [], known: [] };
const reportOf = (vulnerabilities: object): object => ({ auditReportVersion: 2, vulnerabilities });
const CLEAN = reportOf({});
const FOUND = reportOf({
  a: { via: [{ source: 1, name: 'a', title: 'Bad things', url: 'https://github.com/advisories/GHSA-1' }] },
  x: { via: ['a'] },
});

describe('the audit of dependencies', function () {
  let folder: TemporaryFolder;

  before(function () {
    skipOnWindows(this);
  });
  beforeEach(() => (folder = new TemporaryFolder({ 'package-lock.json': JSON.stringify(LOCK) })));
  afterEach(() => folder.delete());

  function audit(answer: unknown, advisories: Advisories): { code: number | null; lines: string[] } {
    folder.write('scripts/advisories.json', JSON.stringify(advisories));
    copyFileSync(join(root, 'scripts/audit.mjs'), folder.at('scripts/audit.mjs'));
    folder.write(
      'bin/npm',
      `#!/usr/bin/env node\nprocess.stdout.write(${JSON.stringify(typeof answer === 'string' ? answer : JSON.stringify(answer))});\n`,
    );
    mkdirSync(folder.at('bin'), { recursive: true });
    chmodSync(folder.at('bin/npm'), 0o755);
    const PATH = `${folder.at('bin')}${delimiter}${process.env['PATH'] ?? ''}`;
    const { status, stdout } = spawnSync(process.execPath, [folder.at('scripts/audit.mjs')], {
      encoding: 'utf8',
      env: { ...process.env, PATH },
    });
    return { code: status, lines: stdout.trimEnd().split('\n') };
  }

  it('passes if the registry reports nothing', () => {
    assert.deepEqual(audit(CLEAN, NONE), {
      code: 0,
      lines: ['Audited 2 packages: 0 advisories without an explanation.'],
    });
  });

  it('fails for an advisory without an explanation', () => {
    const { code, lines } = audit(FOUND, NONE);
    assert.equal(code, 1);
    assert.match(lines[0] ?? '', /^GHSA-1 applies to a: Bad things\./);
  });

  it('passes for an advisory that is listed with a reason, and prints the reason', () => {
    const { code, lines } = audit(FOUND, {
      ...NONE,
      accepted: [{ id: 'GHSA-1', package: 'a', reason: 'Never called.' }],
    });
    assert.equal(code, 0);
    assert.equal(lines[0], 'GHSA-1 applies to a, and is accepted: Never called.');
  });

  it('lists reasons that are not needed any more', () => {
    const { lines } = audit(CLEAN, { ...NONE, accepted: [{ id: 'GHSA-1', package: 'a', reason: 'Never called.' }] });
    assert.equal(lines[0], 'GHSA-1 no longer applies to a: remove it from scripts/advisories.json.');
  });

  it("reports that it did not audit if the registry does not respond, without the registry's address", () => {
    const message = '405 Method Not Allowed - POST https://registry.example/-/npm/v1/security/advisories/bulk';
    const { code, lines } = audit({ message, statusCode: 405 }, NONE);
    assert.equal(code, 3);
    assert.match(lines.at(-1) ?? '', /^NOT AUDITED: the registry could not be asked \(405 Method Not Allowed\)\./);
  });

  it('fails for a recorded advisory also if the registry does not answer', () => {
    const known = [
      { id: 'GHSA-2', package: 'a', vulnerable: [['1.0.0', '1.2.4']] as const },
      {
        id: 'GHSA-3',
        package: 'a',
        vulnerable: [
          ['0.0.0', '1.2.3'],
          ['2.0.0', '3.0.0'],
        ] as const,
      },
      { id: 'GHSA-4', package: 'c', vulnerable: [['2.0.0', '2.0.1']] as const },
    ];
    const { code, lines } = audit('<html>', { ...NONE, known });
    assert.equal(code, 1);
    assert.deepEqual(
      lines.slice(0, 2).map(line => line.split('.')[0]),
      ['GHSA-2 applies to a', 'GHSA-4 applies to c'],
    );
  });

  it('has a reason for every accepted advisory', () => {
    const { accepted } = JSON.parse(readFileSync(join(root, 'scripts/advisories.json'), 'utf8')) as Advisories;
    for (const { id, reason } of accepted) assert.ok(reason.length > 40, id);
  });
});
