// A new VS Code profile with settings that suppress notifications and background activity.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Settings that keep a new profile quiet: no welcome pages, experiments, updates, telemetry or assistants. Files are only saved explicitly, as on a
 * desktop. In a browser, VS Code would otherwise save a second after each change, which can be before or after a test reads the file.
 */
const quietSettings: Record<string, unknown> = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.editor.useModal': 'off',
  'workbench.reduceMotion': 'on',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'editor.hover.delay': 100,
  'kubestack.forecast.downloadFramework': 'never',
  'window.restoreWindows': 'none',
};

export interface ProfileOptions {
  /** Settings of the user, in addition to those that keep the profile quiet. */
  settings?: Record<string, unknown>;
  /** Whether VS Code asks for workspace trust, as on a desktop. Otherwise, every folder is trusted. */
  trust?: boolean;
}

/**
 * Replaces the profile by one that has only settings.
 *
 * @param folder absolute path of VS Code's user data folder
 */
export function writeProfile(folder: string, { trust = false, settings }: ProfileOptions): void {
  const profile = join(folder, 'User');
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  mkdirSync(profile, { recursive: true });
  const all = {
    ...quietSettings,
    'security.workspace.trust.enabled': trust,
    // Keeps questions open when another part of the window takes the focus, such as a loaded preview.
    'workbench.quickOpen.closeOnFocusLost': false,
    ...settings,
  };
  writeFileSync(join(profile, 'settings.json'), JSON.stringify(all, undefined, 2));
}
