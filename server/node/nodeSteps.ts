/** Registers what only a server in Node.js can tell: the steps with commands. */
import { useGuidedSteps } from '../scaffold/guidedSteps';
import { credentialSteps } from '../scaffold/pipeline/credentialSteps';
import { firstHour } from '../scaffold/platform/firstHour';
import { stateSteps } from '../scaffold/platform/stateSteps';

export const registerNodeSteps = (): void => useGuidedSteps({ firstHour, stateSteps, credentialSteps });
