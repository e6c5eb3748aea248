/**
 * Whether programs may be started for this window. Git and Terraform run code of the repository (hooks, `core.fsmonitor`, providers), so
 * VS Code's Workspace Trust decides. Everything that starts a program asks here; before the extension is activated none may start.
 */

let isTrusted: () => boolean = () => false;

/** A program was to be started in Restricted Mode. */
export class RestrictedModeError extends Error {
  constructor() {
    super('No program is started in Restricted Mode.');
    this.name = 'RestrictedModeError';
  }
}

/** @param check says whether the workspace is trusted; asked again before each program */
export function startProgramsWhen(check: () => boolean): void {
  isTrusted = check;
}

/** Whether programs may be started. */
export function mayStartPrograms(): boolean {
  return isTrusted();
}

/** @throws RestrictedModeError where no program may be started */
export function requireTrust(): void {
  if (!isTrusted()) throw new RestrictedModeError();
}
