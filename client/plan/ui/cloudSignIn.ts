import type * as vscode from 'vscode';
import { BUILD_IMAGE, SIGN_IN } from '../../../common/signIn';
import { runs } from '../../../common/steps';
import { platformImagePrograms } from '../../core/platformImage';
import { stepTerminals } from '../../processes/ui/terminal';
import { signInCloud, type MissingCredential } from '../run/planOutcome';
import { planSettings } from './planSettings';

/**
 * Types the commands that sign in to a cloud into a terminal without running them: on this machine, or in the image, which is built first, if plans run in it.
 *
 * @param folder of the platform
 * @throws RestrictedModeError in Restricted Mode
 */
export async function typeCloudSignIn(folder: vscode.Uri, { provider }: MissingCredential): Promise<void> {
  const cloud = signInCloud(provider);
  if (cloud === undefined) return;
  const { inContainer } = planSettings(folder);
  const imagePrograms = inContainer ? await platformImagePrograms(folder) : [];
  const runsInImage = SIGN_IN[cloud].some(command => imagePrograms.includes(command.split(' ')[0]!));
  const commands = runs(...(runsInImage ? [BUILD_IMAGE] : []), ...SIGN_IN[cloud]);
  stepTerminals.type(folder, stepTerminals.line(commands, { folder, imagePrograms, variables: [], set: [] }));
}
