/**
 * The steps with the commands of clouds and Git hosts. Only servers in Node.js have them: browsers run no commands, and load every byte. They get
 * the steps in short.
 */
import type { PipelineSystem } from '../../common/pipelines/pipelineFiles';
import { t } from '../../common/localization';
import { step, type Step } from '../../common/steps';
import { commitStep } from './followUp';
import type { PipelineInput } from './pipeline/pipelineFacts';
import type { FirstHour } from './platform/firstHour';
import type { FirstCluster, StateStorage } from './platform/stateSteps';

export interface GuidedSteps {
  /** From the files of a new platform to its first promotion. */
  readonly firstHour: (given: FirstHour) => Step[];
  /** Creates the storage for the state. @param clusters whose group, project and region it can use */
  readonly stateSteps: (storage: StateStorage, clusters: readonly FirstCluster[]) => Step[];
  /** Stores the credentials of a pipeline. */
  readonly credentialSteps: (facts: PipelineInput, ci: PipelineSystem) => Step[];
}

const IN_SHORT: GuidedSteps = {
  firstHour: ({ program }) => [
    commitStep(),
    step(t('Go on where you can run {0} and the programs of the clouds. docs/first-hour.md has the steps.', program)),
  ],
  stateSteps: ({ bucket }) => [step(t('Create {0} for the state.', bucket))],
  credentialSteps: () => [],
};

let current = IN_SHORT;

/** Registers the steps with commands. */
export function useGuidedSteps(steps: GuidedSteps): void {
  current = steps;
}

export const guidedSteps = (): GuidedSteps => current;
