import * as vscode from 'vscode';
import type { Step } from '../../../common/steps';
import { Command } from '../../core/ids';
import { gitStateOf } from '../../core/gitState';
import { errorMessage } from '../../core/errorMessage';
import { showError, showInformation } from '../../core/messages';
import { terminals } from '../../core/terminals';
import { checklistSteps, type Checklist } from '../checklist';
import type { NextStepsDocuments } from './nextStepsDocuments';
import { t } from '../../../common/localization';

/** The steps after a change, in order. */
export interface FollowUp {
  /** Folder of the platform. */
  readonly folder: vscode.Uri;
  /** Title of the change, e.g. "Add Node Pool". */
  readonly title: string;
  /** Notes for the user. */
  readonly notes: readonly string[];
  readonly steps: readonly Step[];
  /** The environment to plan first. */
  readonly environment: string | undefined;
  /** The branch on which the platform's pipeline applies. */
  readonly mainBranch: string | undefined;
}

/** Shows which files were written, and offers the first steps. All steps stay in the document of next steps. */
export async function offerFollowUp(documents: NextStepsDocuments, followUp: FollowUp, written: string): Promise<void> {
  const { folder, environment } = followUp;
  await keep(documents, followUp);
  const all = t('Next Steps…');
  const plan = environment === undefined || !terminals() ? [] : [t('Plan {0}', environment)];
  const choice = await showInformation(written, all, ...plan);
  if (choice === all) await documents.show(folder);
  else if (choice !== undefined) await runPlan(followUp);
}

/** Adds the steps after a change to the document of next steps, and opens it. */
export async function showFollowUp(documents: NextStepsDocuments, followUp: FollowUp): Promise<void> {
  await keep(documents, followUp);
  await documents.show(followUp.folder);
}

const keep = (documents: NextStepsDocuments, followUp: FollowUp): Promise<void> =>
  documents.add(followUp.folder, checklistOf(followUp));

async function checklistOf({ folder, title, notes, steps, environment, mainBranch }: FollowUp): Promise<Checklist> {
  const planned = terminals() ? environment : undefined;
  const git = await gitStateOf(folder);
  return { title, notes, steps: checklistSteps(steps, planned, git, mainBranch) };
}

async function runPlan({ folder, environment }: FollowUp): Promise<void> {
  try {
    await vscode.commands.executeCommand(Command.plan, { platform: folder.toString(), environment });
  } catch (error) {
    void showError(errorMessage(error));
  }
}
