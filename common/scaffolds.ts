/** Parameters and results of the requests for scaffolds, except for edits: protocol.ts exports all of them. */

import type { Step } from './steps';

/** Changes to a platform that the server can generate. */
export const SCAFFOLD_KINDS = [
  'platform',
  'cluster',
  'nodePool',
  'service',
  'environment',
  'threeEnvironments',
  'frameworkVersion',
  'stateBackend',
  'pipeline',
  'driftJob',
  'devContainer',
  'readme',
  'agentInstructions',
  'rule',
  'freeze',
  'removeService',
  'removeNodePool',
  'removeCluster',
  'removeEnvironment',
  'renameEnvironment',
  'replacement',
] as const;
export type ScaffoldKind = (typeof SCAFFOLD_KINDS)[number];

export interface ScaffoldParams {
  /** Folder of the platform's root module, or a file in it. */
  uri: string;
  kind: ScaffoldKind;
  /** Only validates the answers, for example during input. The result is a list of problems, which can be empty. */
  check?: boolean;
  /** Token for LSP's work done progress. The server sends only `report` notifications, with a percentage. */
  workDoneToken?: string | number;
  /** Answers by name, see docs/scaffolding.md. A missing answer has its default value; without a default, it is a problem. */
  answers: Record<string, unknown>;
}
/**
 * Next steps after a code action such as a scaffold or a migration: the argument of the command `kubestack.showNextSteps`, for clients that
 * support it.
 */
export interface NextSteps {
  /** Folder of the platform's root module. */
  uri: string;
  /** Title of the code action. */
  title: string;
  /** See `ScaffoldResult`. */
  notes: string[];
  followUp: Step[];
  mainBranch?: string;
}
export interface ScaffoldProblem {
  /** Name of the answer: `region`, `clusters[0].region` in a list, or `uri` for the folder. */
  answer: string;
  message: string;
}
/** Default and suggested values of an answer. Other values are allowed. */
export interface ScaffoldSuggestion {
  default?: unknown;
  values?: { value: string; description?: string }[];
}
/** Suggestions for answers that depend on the answers so far. The keys are names as in `ScaffoldProblem.answer`. */
export interface ScaffoldSuggestionsResult {
  suggestions: Record<string, ScaffoldSuggestion>;
}
