/** What the gate reads of a repository, and of its platforms, to judge a call that may concern them. */
import { forecasterIn } from '../forecast/forecaster';
import { UNREADABLE, type LineContext } from '../gate/gitActions';
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

export interface JudgingModel {
  readonly policies: readonly AgentPolicy[];
  deployFacts(): Promise<LineContext>;
  editActions(changes: readonly Change[]): readonly EditAction[];
}

/** @param where the folder of the call, its repository, and the folder with the assets */
export async function openModel(where: {
  readonly folder: string;
  readonly rootUri: string;
  readonly assets: string;
}): Promise<JudgingModel> {
  const { folder, rootUri, assets } = where;
  const settings = nearestSettings(folder, fsPathOf(rootUri), path => path);
  const { model, indexer } = openSession(nodeRuntime(assets), [rootUri], {});
  await indexer.done();
  const request = contextOf(model, settings);
  return {
    policies: model.tree.rootInstances().flatMap(root => policiesOf(ruleSetOf(root, model))),
    deployFacts: () => deployFacts(request, rootUri).catch(() => UNREADABLE),
    editActions: changes => editActions(request, changes, rootUri, forecasterIn(readAssetIn(assets))),
  };
}

/** A file that can't be read may forbid what another one allows. */
const policiesOf = ({ agents, problems }: RuleSet): readonly AgentPolicy[] =>
  problems.some(({ stops }) => stops) ? [...agents, DEFAULT_POLICY] : agents;
