import * as vscode from 'vscode';
import { Setting } from '../../core/ids';
import { pickOne } from '../../core/quickPicks';
import { t } from '../../../common/localization';

/** Product names with the values of the setting. */
const PRODUCTS: readonly { label: string; name: string }[] = [
  { label: 'GitHub Enterprise Server', name: 'github' },
  { label: 'GitLab', name: 'gitlab' },
  { label: 'Gitea', name: 'gitea' },
  { label: 'Forgejo', name: 'forgejo' },
  { label: 'Bitbucket Data Center', name: 'bitbucket' },
];

/**
 * Asks for the kind of Git host on a host, and writes the answer to the user's settings.
 *
 * @returns whether the user has answered.
 */
export async function promptForGitHostKind(host: string): Promise<boolean> {
  const placeHolder = t('Select the kind of Git host that runs on {0} (saved in your settings)', host);
  const choice = await pickOne(PRODUCTS, { placeHolder, ignoreFocusOut: true });
  if (!choice) return false;
  const configuration = vscode.workspace.getConfiguration();
  const configured = configuration.inspect<Record<string, unknown>>(Setting.gitHosts)?.globalValue ?? {};
  await configuration.update(
    Setting.gitHosts,
    { ...configured, [host]: choice.name },
    vscode.ConfigurationTarget.Global,
  );
  return true;
}
