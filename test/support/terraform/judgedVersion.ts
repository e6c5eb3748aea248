// The version of a program that judges our results.
import { spawnSync } from 'node:child_process';
import { terraformVersion, type Program } from '../../../common/program';
import { versionParts, type ProgramVersion } from '../../../common/programVersion';
import { findBuiltOpenTofu } from './openTofu';

const versions = new Map<Program, ProgramVersion>();

/** The version of the program on PATH; without limits if it isn't there. */
export function judgedVersion(program: Program): ProgramVersion {
  let version = versions.get(program);
  if (!version) versions.set(program, (version = read(program)));
  return version;
}

function read(program: Program): ProgramVersion {
  findBuiltOpenTofu();
  const { version } = terraformVersion(spawnSync(program, ['version'], { encoding: 'utf8' }).stdout ?? '') ?? {};
  if (version === undefined) return { program };
  const parts = versionParts(version);
  return { program, oldest: parts, newest: parts };
}
