import * as vscode from 'vscode';
import type { Platform } from '../../../common/protocol';
import { stepVariables } from '../../core/terminals';
import type { Failed } from '../run/planOutcome';
import type { RunRequest } from '../run/runRequest';
import { containerOf } from '../run/containerChoice';
import { planSettings } from './planSettings';

/** Folder and program, or image, of a platform. */
export type RunEnvironment = Required<Pick<RunRequest, 'folder' | 'executable'>> &
  Pick<RunRequest, 'container' | 'variables'>;

/** Calls a function with the execution environment of a platform. @returns its result, or why the platform can't be run in a container. */
export async function inRunEnvironment<T>(
  platform: Platform,
  work: (execution: RunEnvironment) => Promise<T>,
): Promise<T | Failed> {
  const uri = vscode.Uri.parse(platform.uri);
  const folder = uri.fsPath;
  const { executable, inContainer } = planSettings(uri);
  if (!inContainer) return work({ folder, executable });
  const container = await containerOf(folder);
  return 'kind' in container ? container : work({ folder, executable, container });
}

/** The same for runs that read the state, which needs what the next steps have set in a terminal. */
export const inStateEnvironment = <T>(
  platform: Platform,
  work: (execution: RunEnvironment) => Promise<T>,
): Promise<T | Failed> =>
  inRunEnvironment(platform, async execution =>
    work({ ...execution, variables: await stepVariables(vscode.Uri.parse(platform.uri)) }),
  );
