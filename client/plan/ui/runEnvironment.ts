import * as vscode from 'vscode';
import type { Platform } from '../../../common/protocol';
import type { Failed } from '../run/planOutcome';
import type { RunRequest } from '../run/runRequest';
import { containerOf } from './tree/containerChoice';
import { planSettings } from './planSettings';

/** Where a platform is run: its folder, and the program or the image. */
export type RunEnvironment = Required<Pick<RunRequest, 'folder' | 'executable'>> & Pick<RunRequest, 'container'>;

/** Works at the site of a platform. @returns what came out, or why it can't be run in a container as the settings say. */
export async function inRunEnvironment<T>(
  platform: Platform,
  work: (site: RunEnvironment) => Promise<T>,
): Promise<T | Failed> {
  const uri = vscode.Uri.parse(platform.uri);
  const folder = uri.fsPath;
  const { executable, inContainer } = planSettings(uri);
  if (!inContainer) return work({ folder, executable });
  const container = await containerOf(folder);
  return 'kind' in container ? container : work({ folder, executable, container });
}
