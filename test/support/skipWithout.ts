// Tests that need a program or a system which not every machine has.
import { spawnSync } from 'node:child_process';

/** Programs that npm, Debian or the README's list of requirements cannot give: nowhere is their absence a failure. */
const optional = new Set(['tofu', 'terraform-ls', 'go', 'emacs', 'python3']);

/**
 * Skips the current test or suite (call it in `before` or at the start of `it`) where a program is missing. On CI a missing
 * program is a failure, unless it is one of the few that cannot be had everywhere.
 *
 * @param context the `this` of Mocha's callback
 * @param argument what makes the program say its version, or at least end
 * @throws Error on CI, for a program that must be there
 */
export function skipWithout(context: Mocha.Context, program: string, argument = 'version'): void {
  if (spawnSync(program, [argument], { stdio: 'ignore' }).error === undefined) return;
  if (process.env['CI'] && !optional.has(program)) throw new Error(`${program} is not on PATH.`);
  context.skip();
}

/** Skips the current test or suite on Windows, which lacks permissions of files, named pipes, and scripts that are programs by their first line. */
export function skipOnWindows(context: Mocha.Context): void {
  if (process.platform === 'win32') context.skip();
}
