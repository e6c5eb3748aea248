/** Versions of the framework that are not installed: asks once whether its repository may be downloaded. */
import * as vscode from 'vscode';
import { enumeration, t } from '../../../common/localization';
import { Setting } from '../../core/ids';
import type { ReadFramework } from '../../core/languageClient';
import { promptInDialog } from '../../core/messages';
import { mayStartPrograms } from '../../processes/trust';
import { FRAMEWORK_URL, type FrameworkClone } from '../frameworkClone';

/** Values of the setting. */
type Consent = 'ask' | 'always' | 'never';

export class FrameworkDownload {
  constructor(private readonly clone: FrameworkClone) {}

  /** What is on this machine; nothing in Restricted Mode. */
  readonly read: ReadFramework = async versions => (mayStartPrograms() ? this.clone.read(versions) : {});

  /** Whether the versions may be downloaded, which the user is asked. @returns why not; undefined if they may */
  async refusal(versions: readonly string[]): Promise<string | undefined> {
    const named = enumeration(versions);
    if (!mayStartPrograms())
      return t('The modules of {0} are not on this machine, and Git does not run in Restricted Mode.', named);
    const consent = consentNow();
    if (consent === 'always' || (consent === 'ask' && (await this.isAllowed(named)))) return undefined;
    return t('The modules of {0} are not on this machine, and their download was not allowed.', named);
  }

  /** @throws Error that names what to do, also if the repository has none of the versions; the signal's reason if it aborts */
  async download(versions: readonly string[], signal: AbortSignal): Promise<void> {
    await this.clone.download(signal);
    const found = await this.clone.read(versions);
    const missing = versions.filter(version => !Object.hasOwn(found, version));
    if (missing.length > 0)
      throw new Error(t('{0} has no tag or commit {1}. Check the version.', FRAMEWORK_URL, enumeration(missing)));
  }

  private async isAllowed(versions: string): Promise<boolean> {
    const allow = t('Download');
    const never = t("Don't Ask Again");
    const detail = [
      t('The forecast of this change needs the modules of {0}, which are not on this machine.', versions),
      t('Git downloads the repository {0} (about 1 MB) to {1}.', FRAMEWORK_URL, this.clone.folder),
      t('Nothing about your platform is sent. Later forecasts use the downloaded copy and need no network.'),
      t('The setting {0} keeps your answer.', Setting.downloadFramework),
    ].join('\n\n');
    const chosen = await promptInDialog(t('Download the Kubestack framework for forecasts?'), detail, [allow, never]);
    const consent = chosen === allow ? 'always' : chosen === never ? 'never' : undefined;
    if (consent)
      await vscode.workspace
        .getConfiguration()
        .update(Setting.downloadFramework, consent, vscode.ConfigurationTarget.Global);
    return consent === 'always';
  }
}

function consentNow(): Consent {
  const value = vscode.workspace.getConfiguration().get<unknown>(Setting.downloadFramework);
  return value === 'always' || value === 'never' ? value : 'ask';
}
