import assert from 'node:assert/strict';
import { batchFileSpec, isBatchFile } from '../../../../client/processes/batchFile';
import type { ProgramSpec } from '../../../../client/processes/startProgram';

const AZ = 'C:\\Program Files (x86)\\R&D 100%\\wbin\\az.cmd';
const environment = { SYSTEMROOT: 'C:\\Windows', PATH: 'C:\\Tools' };

const specOf = (file: string, ...parameters: string[]): ProgramSpec | undefined =>
  batchFileSpec({ file, arguments: parameters, cwd: 'C:\\platform', environment });

describe('a batch file on Windows', () => {
  it('is started by cmd in its own folder, so that neither its path nor the platform is part of what cmd reads', () => {
    assert.deepEqual(specOf(AZ, 'group', 'show', '--name', 'a.b/c:d=e_f@g-1'), {
      file: 'C:\\Windows\\System32\\cmd.exe',
      arguments: ['/d', '/v:off', '/c', '.\\az.cmd', 'group', 'show', '--name', 'a.b/c:d=e_f@g-1'],
      cwd: 'C:\\Program Files (x86)\\R&D 100%\\wbin',
      environment,
    });
  });

  it('gets only arguments of letters, digits and characters that have no meaning for cmd', () => {
    const accepted: string[] = [];
    for (let code = 0; code <= 0xffff; code++) {
      const character = String.fromCharCode(code);
      if (specOf(AZ, `a${character}b`)) accepted.push(character);
    }
    assert.equal(accepted.join(''), '-./0123456789:=@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz');
    for (const hostile of ['', 'a & calc', '" & calc & "', '%PATH%', '!x!', '^', 'a|b', '<x', '(', 'a\nb', '\u{1f600}'])
      assert.equal(specOf(AZ, 'account', hostile), undefined, JSON.stringify(hostile));
  });

  it('never makes Node.js add quotes or backslashes', () => {
    for (const word of specOf(AZ, 'account', 'show')?.arguments ?? []) assert.match(word, /^[^\s"]+$/);
  });

  it('is one of a cloud, since others read files in the folder of the platform', () => {
    for (const name of ['aws.cmd', 'gcloud.CMD', 'az.bat']) assert.ok(specOf(`C:\\Tools\\${name}`, 'version'), name);
    for (const name of ['terraform.cmd', 'git.bat', 'docker.cmd', 'az.x.cmd', 'az&calc.cmd'])
      assert.equal(specOf(`C:\\Tools\\${name}`, 'version'), undefined, name);
  });

  it('is on this machine, like Windows itself', () => {
    for (const file of ['\\\\server\\share\\az.cmd', '\\\\?\\C:\\az.cmd', '/usr/bin/az.cmd', 'az.cmd', 'C:az.cmd'])
      assert.equal(specOf(file, 'version'), undefined, file);
    for (const windows of [undefined, '', 'Windows', '\\\\server\\windows'])
      assert.equal(
        batchFileSpec({ file: AZ, arguments: [], cwd: 'C:\\', environment: { SystemRoot: windows } }),
        undefined,
      );
  });

  it('is recognized by its ending', () => {
    assert.deepEqual(['az.cmd', 'AZ.BAT', 'az.exe', 'az', 'cmd'].map(isBatchFile), [true, true, false, false, false]);
  });
});
