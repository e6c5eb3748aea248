import * as vscode from 'vscode';
import { errorMessage } from '../../core/errorMessage';
import type { LanguageServerClient } from '../../core/languageClient';
import type { Platforms } from '../../core/platforms';
import { PlanStorage } from '../run/planStorage';
import { registerAcceptDrift } from './acceptDrift';
import { AcceptedDrifts } from './acceptedDrifts';
import { followEnvironments } from './environmentKeys';
import { StoredPlans } from './storedPlans';
import { PlanCommands } from './planCommands';
import { PlanDocuments } from './planDocuments';
import { PlanFreshness } from './planFreshness';
import { Planning } from './planning';
import { PlanProblems } from './planProblems';
import { PlanResults } from './planResults';
import { PlanSources } from './planSources';
import { PlanTargets } from './planTarget';
import { PlanView } from './planView';
import { ResultCommands } from './resultCommands';
import { ValidateOnSave } from './validateOnSave';

/** The planning services for other features. */
export interface PlanServices extends vscode.Disposable {
  /** The last plan of every environment. */
  results: PlanResults;
  view: PlanView;
  /** Determines the targets of commands. */
  targets: PlanTargets;
  validateOnSave: ValidateOnSave;
  /** Cancels all runs and waits for their end, for `deactivate`. */
  end(): Promise<void>;
}

/**
 * Registers the commands and views for plans. Nothing runs before a command. Removes files of plans of closed windows.
 *
 * @param storage folder of the workspace, for the last plans; undefined if there is none.
 */
export function registerPlanning(
  platforms: Platforms,
  output: vscode.LogOutputChannel,
  storage: vscode.Uri | undefined,
  server: LanguageServerClient,
): PlanServices {
  void new PlanStorage()
    .removeLeftovers()
    .catch((error: unknown) => output.warn(`Files of earlier plans: ${errorMessage(error)}`));
  const results = new PlanResults(platforms);
  const problems = new PlanProblems();
  const planning = new Planning(results, problems, new PlanSources(results, server, output), output);
  const view = new PlanView(results, platforms);
  const storedPlans = new StoredPlans(results, storage, output);
  const documents = new PlanDocuments(results);
  const targets = new PlanTargets(platforms, results);
  const commands = new PlanCommands(planning, results, targets, view).register();
  const resultCommands = new ResultCommands(planning, results, targets, documents, view).register();
  const acceptedDrifts = new AcceptedDrifts(results, platforms, server, output);
  const acceptDrift = registerAcceptDrift(server, results, targets);
  const freshness = new PlanFreshness(results);
  const validateOnSave = new ValidateOnSave(planning, results, platforms);
  const keys = followEnvironments(platforms);
  const all = vscode.Disposable.from(
    keys,
    commands,
    resultCommands,
    acceptedDrifts,
    acceptDrift,
    freshness,
    storedPlans,
    validateOnSave,
    documents,
    view,
    planning,
    problems,
    results,
  );
  return { results, view, targets, validateOnSave, end: () => planning.end(), dispose: () => void all.dispose() };
}
