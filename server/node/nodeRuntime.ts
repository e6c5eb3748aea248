/** The language server in Node: its assets are files next to its scripts, and it reads the disk itself. */
import { homedir } from 'node:os';
import { naturalRoot } from '../../common/node/naturalRoot';
import { dayOf, isDay } from '../kubestack/lifecycle/lifecycle';
import { useGuidedSteps } from '../scaffold/guidedSteps';
import { credentialSteps } from '../scaffold/pipeline/credentialSteps';
import { firstHour } from '../scaffold/platform/firstHour';
import { stateSteps } from '../scaffold/platform/stateSteps';
import type { ServerRuntime } from '../session';
import { fsPathOf, uriOfPath } from '../workspace/uri';
import { readAssetIn } from './assetFiles';
import { NodeFileSystem } from './nodeFileSystem';

/** @param assets folder with the assets */
export function nodeRuntime(assets: string): ServerRuntime {
  registerNodeSteps();
  return {
    readAsset: readAssetIn(assets),
    disk: new NodeFileSystem(),
    today,
    rootAround: folder => (folder.startsWith('file:') ? uriOfPath(naturalRoot(fsPathOf(folder), homedir())) : folder),
  };
}

/** The day of the clock, or the one in `KUBESTACK_DATE`, so that a report can be repeated and tests don't depend on the date. */
export function today(): string {
  const given = process.env['KUBESTACK_DATE'] ?? '';
  return isDay(given) ? given : dayOf(new Date());
}

/** Registers what only a server in Node.js can tell: the steps with commands. */
export const registerNodeSteps = (): void => useGuidedSteps({ firstHour, stateSteps, credentialSteps });
