import * as vscode from 'vscode';
import type { Platform } from '../../../common/protocol';
import { hasControlCharacter, quotedVisibly } from '../../../common/controlCharacters';
import { isWorkspaceName } from '../../../common/environmentName';
import { Setting } from '../../core/ids';
import { shellLine, shellOf } from '../../processes/shellLine';
import { typeIntoTerminal } from '../../processes/ui/terminal';
import { findExecutable } from '../run/executable';
import { refusedArguments } from '../run/planArguments';
import type { PlanOutcome } from '../run/planOutcome';
import { planSettings } from './planSettings';
import type { PlanEntry } from '../model/planEntry';
import { t } from '../../../common/localization';

/**
 * Opens a terminal in the platform's folder, and types the command of the plan without running it. A variable of the terminal selects the
 * environment, so that the selected workspace stays unchanged.
 *
 * @returns why nothing can be typed, like the refusal of a plan
 * @throws Error if the setting for the program contains a control character
 */
export async function openInTerminal(platform: Platform, entry: PlanEntry): Promise<PlanOutcome | undefined> {
  const folder = vscode.Uri.parse(platform.uri);
  const settings = planSettings(folder);
  const { environment } = entry;
  if (!isWorkspaceName(environment)) return { kind: 'environmentRefused', environment };
  const isInit = entry.outcome?.kind === 'initializationNeeded';
  const refused = isInit ? [] : refusedArguments(settings.arguments);
  if (refused.length > 0) return { kind: 'argumentsRefused', refused };
  const question = { setting: settings.executable, folder: folder.fsPath, environment: process.env };
  const found = await findExecutable(question);
  const program = 'executable' in found ? found.executable.path : settings.executable || 'terraform';
  if (hasControlCharacter(program)) {
    const message = t(
      'The setting {0} is {1}. A path may have no line break and no other control character.',
      Setting.terraformPath,
      quotedVisibly(program),
    );
    throw new Error(message);
  }
  const parameters = isInit ? ['init'] : ['plan', ...settings.arguments];
  typeIntoTerminal({
    name: isInit ? t('Terraform Init') : t('Plan {0}', environment),
    folder,
    // An initialization would select the workspace in this variable, or ask for one.
    ...(!isInit && { environment: { TF_WORKSPACE: environment } }),
    line: shellLine(program, parameters, shellOf(vscode.env.shell, process.platform)),
  });
  return undefined;
}
