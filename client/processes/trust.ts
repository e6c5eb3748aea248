/**
 * Determines whether programs may be started. Git and Terraform run code of the repository (hooks, `core.fsmonitor`, providers), so VS Code's
 * Workspace Trust is required. All code that starts programs checks it here; before the extension is activated, none may be started.
 */

let isTrusted: () => boolean = () => false;

/** Code tried to start a program in Restricted Mode. */
export class RestrictedModeError extends Error {
  constructor() {
    super('No program is started in Restricted Mode.');
    this.name = 'RestrictedModeError';
  }
}

/** @param check returns whether the workspace is trusted; called before each program */
export function startProgramsWhen(check: () => boolean): void {
  isTrusted = check;
}

/** Whether programs may be started. */
export function mayStartPrograms(): boolean {
  return isTrusted();
}

/** @throws RestrictedModeError if programs may not be started */
export function requireTrust(): void {
  if (!isTrusted()) throw new RestrictedModeError();
}
