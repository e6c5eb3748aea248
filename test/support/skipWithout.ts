// Skips tests if a program or operating system is not available.
import { spawnSync } from 'node:child_process';

/** Programs that are not in npm, Debian or the README's requirements. Tests are skipped without them, even on CI. */
const optional = new Set(['tofu', 'terraform-ls', 'go', 'emacs', 'python3', 'aws', 'gcloud']);

/** Whether programs are there, by name; each is started once. */
const found = new Map<string, boolean>();

function isThere(program: string, argument: string): boolean {
  const cached = found.get(program);
  if (cached !== undefined) return cached;
  // Terraform would ask for its newest release.
  const env = { ...process.env, CHECKPOINT_DISABLE: '1' };
  const isStarted = spawnSync(program, [argument], { stdio: 'ignore', env }).error === undefined;
  found.set(program, isStarted);
  return isStarted;
}

/**
 * Skips the current test or suite if a program is missing. Call it in `before` or at the start of `it`. On CI, a missing program is a failure,
 * unless it is optional.
 *
 * @param context the `this` of Mocha's callback
 * @param argument makes the program print its version, or at least end
 * @throws Error on CI if a required program is missing
 */
export function skipWithout(context: Mocha.Context, program: string, argument = 'version'): void {
  if (isThere(program, argument)) return;
  if (process.env['CI'] && !optional.has(program)) throw new Error(`${program} is not on PATH.`);
  context.skip();
}

/** Skips the current test or suite on Windows, which lacks file permissions, named pipes, and executable scripts with a `#!` line. */
export function skipOnWindows(context: Mocha.Context): void {
  if (process.platform === 'win32') context.skip();
}
