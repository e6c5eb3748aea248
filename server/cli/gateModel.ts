/** What the gate reads of a repository, and of its platforms, to judge a call that may concern them. */
import { forecasterIn } from '../forecast/forecaster';
import { TOO_LARGE } from '../gate/answer';
import { UNREADABLE, type DeployFacts } from '../gate/gitActions';
import { editActions, type EditAction } from '../gate/editActions';
import type { Change } from '../edits/change';
import { DEFAULT_POLICY, type AgentPolicy } from '../kubestack/rules/agentPolicy';
import { ruleSetOf, type RuleSet } from '../kubestack/rules/ruleSet';
import { readAssetIn } from '../node/assetFiles';
import { nodeRuntime } from '../node/nodeRuntime';
import { openSession } from '../session';
import { fsPathOf } from '../workspace/uri';
import { contextOf } from './command';
import { deployFacts } from './deployFacts';
import { nearestSettings } from './settingsFile';

/** A folder without a repository, such as that of all temporary files, may be larger than there is time for: milliseconds. */
const MAX_READING = 4_000;

export interface JudgingModel {
  readonly policies: readonly AgentPolicy[];
  deployFacts(): Promise<DeployFacts>;
  editActions(changes: readonly Change[]): readonly EditAction[];
}

/** @param where the folder of the call, its repository, the folder with the assets, and how long the repository may be read */
export async function openModel(where: {
  readonly folder: string;
  readonly rootUri: string;
  readonly assets: string;
  /** Milliseconds. */
  readonly maxReading?: number;
}): Promise<JudgingModel> {
  const { folder, rootUri, assets, maxReading = MAX_READING } = where;
  const settings = nearestSettings(folder, fsPathOf(rootUri), path => path);
  const { model, indexer } = openSession(nodeRuntime(assets), [rootUri], {});
  const isWhole = await Promise.race([indexer.done().then(() => true), after(maxReading)]);
  indexer.stop();
  const request = contextOf(model, settings);
  return {
    policies: [
      ...model.tree.rootInstances().flatMap(root => policiesOf(ruleSetOf(root, model))),
      // What was not read may forbid what a policy allows.
      ...(isWhole ? [] : [DEFAULT_POLICY]),
    ],
    deployFacts: () => deployFacts(request, rootUri).catch(() => UNREADABLE),
    editActions: changes => [
      ...editActions(request, changes, rootUri, forecasterIn(readAssetIn(assets))),
      ...(isWhole ? [] : [TOO_LARGE]),
    ],
  };
}

const after = (milliseconds: number): Promise<false> =>
  new Promise(resolve => setTimeout(() => resolve(false), milliseconds).unref());

/** A file that can't be read may forbid what another one allows. */
const policiesOf = ({ agents, problems }: RuleSet): readonly AgentPolicy[] =>
  problems.some(({ stops }) => stops) ? [...agents, DEFAULT_POLICY] : agents;
