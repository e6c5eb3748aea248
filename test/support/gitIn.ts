import { execFileSync } from 'node:child_process';

const IDENTITY = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];

/** Runs git in a folder, with an identity for commits. @returns its output without the last line break */
export const gitIn = (folder: string, ...parameters: string[]): string =>
  execFileSync('git', [...IDENTITY, ...parameters], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trimEnd();
