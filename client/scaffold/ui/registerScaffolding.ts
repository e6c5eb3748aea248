import * as vscode from 'vscode';
import { Command } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import type { Platforms } from '../../core/platforms';
import type { ForecastChange } from '../forecastedChange';
import { agentInstructionsQuestions } from '../questions/agentInstructionsQuestions';
import { addedClusterQuestions } from '../questions/addedClusterQuestions';
import { stateBackendQuestions } from '../questions/backendQuestions';
import { driftJobQuestions } from '../questions/driftJobQuestions';
import { environmentQuestions, threeEnvironmentsQuestions } from '../questions/environmentQuestions';
import { nodePoolQuestions } from '../questions/nodePoolQuestions';
import { pipelineQuestions } from '../questions/pipelineQuestions';
import { platformQuestions } from '../questions/platformQuestions';
import {
  removedClusterQuestions,
  removedEnvironmentQuestions,
  removedNodePoolQuestions,
  removedServiceQuestions,
} from '../questions/removalQuestions';
import { freezeQuestions, ruleQuestions } from '../questions/ruleQuestions';
import { serviceQuestions } from '../questions/serviceQuestions';
import { versionQuestions } from '../questions/versionQuestions';
import { StoredAnswers } from '../storedAnswers';
import { registerNextSteps } from './nextSteps';
import { NextStepsDocuments } from './nextStepsDocuments';
import { NextStepsView } from './nextStepsView';
import type { ChangedSince } from '../replacedModules';
import type { StagedSource } from '../stagedSource';
import { registerReplaceStepByStep } from './replaceStepByStep';
import { ScaffoldReview } from './scaffoldReview';
import { Scaffolding, type ScaffoldCommand } from './scaffolding';
import { t } from '../../../common/localization';

export interface RegisteredScaffolding extends vscode.Disposable {
  /** Shows forecasts before another version of the framework is written. */
  forecastWith(forecast: ForecastChange): void;
  /** Shows what is replaced in stages. */
  stagedWith(source: StagedSource, changedSince: ChangedSince): void;
}

/** Registers the commands that add parts to a platform, change or remove them. */
export function registerScaffolding(
  server: LanguageServerClient,
  platforms: Platforms,
  memory: vscode.Memento,
): RegisteredScaffolding {
  const review = new ScaffoldReview();
  const documents = new NextStepsDocuments(memory);
  const scaffolding = new Scaffolding(server, platforms, new StoredAnswers(memory), review, documents);
  const runs = (kind: ScaffoldCommand['kind'], title: string, questions: ScaffoldCommand['questions']) => {
    const command: ScaffoldCommand = { kind, title, questions, isNew: kind === 'platform' };
    return (argument: unknown) => scaffolding.run(command, argument);
  };
  let staged: { readonly source: StagedSource; readonly changedSince: ChangedSince } | undefined;
  const view = new NextStepsView(platforms, documents);
  const registrations = vscode.Disposable.from(
    review,
    documents,
    registerNextSteps(platforms, documents),
    registerReplaceStepByStep(platforms, scaffolding, () => staged),
    view,
    vscode.commands.registerCommand(Command.newPlatform, runs('platform', t('New Platform'), platformQuestions)),
    vscode.commands.registerCommand(Command.addCluster, runs('cluster', t('Add Cluster'), addedClusterQuestions)),
    vscode.commands.registerCommand(Command.addNodePool, runs('nodePool', t('Add Node Pool'), nodePoolQuestions)),
    vscode.commands.registerCommand(
      Command.addPlatformService,
      runs('service', t('Add Platform Service'), serviceQuestions),
    ),
    vscode.commands.registerCommand(
      Command.addEnvironment,
      runs('environment', t('Add Environment'), environmentQuestions),
    ),
    vscode.commands.registerCommand(
      Command.convertToThreeEnvironments,
      runs('threeEnvironments', t('Convert to Three Environments'), threeEnvironmentsQuestions),
    ),
    vscode.commands.registerCommand(
      Command.setFrameworkVersion,
      runs('frameworkVersion', t('Set Framework Version'), versionQuestions),
    ),
    vscode.commands.registerCommand(
      Command.addStateBackend,
      runs('stateBackend', t('Add State Backend'), stateBackendQuestions),
    ),
    vscode.commands.registerCommand(Command.addPipeline, runs('pipeline', t('Add Pipeline'), pipelineQuestions)),
    vscode.commands.registerCommand(Command.addDriftJob, runs('driftJob', t('Add Drift Job'), driftJobQuestions)),
    vscode.commands.registerCommand(
      Command.addDevContainer,
      runs('devContainer', t('Add Dev Container'), () => []),
    ),
    vscode.commands.registerCommand(
      Command.addAgentInstructions,
      runs('agentInstructions', t('Set Up Agents'), agentInstructionsQuestions),
    ),
    vscode.commands.registerCommand(Command.newRule, runs('rule', t('New Rule'), ruleQuestions)),
    vscode.commands.registerCommand(Command.newFreeze, runs('freeze', t('New Freeze'), freezeQuestions)),
    vscode.commands.registerCommand(
      Command.removePlatformService,
      runs('removeService', t('Remove Platform Service'), removedServiceQuestions),
    ),
    vscode.commands.registerCommand(
      Command.removeNodePool,
      runs('removeNodePool', t('Remove Node Pool'), removedNodePoolQuestions),
    ),
    vscode.commands.registerCommand(
      Command.removeCluster,
      runs('removeCluster', t('Remove Cluster'), removedClusterQuestions),
    ),
    vscode.commands.registerCommand(
      Command.removeEnvironment,
      runs('removeEnvironment', t('Remove Environment'), removedEnvironmentQuestions),
    ),
  );
  return {
    forecastWith: forecast => scaffolding.forecastWith(forecast),
    stagedWith(source, changedSince) {
      staged = { source, changedSince };
      view.stagedWith(source);
    },
    dispose: () => void registrations.dispose(),
  };
}
