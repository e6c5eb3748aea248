/** The answers of the gate, in English, since agents read them. */
import { AGENT_ACTIONS, type AgentAction, type Decision } from '../kubestack/rules/agentPolicy';

const WHY: Readonly<Record<AgentAction, string>> = {
  apply: 'It applies changes to infrastructure. Pipelines apply what was reviewed.',
  destroy: 'It destroys infrastructure.',
  state: "It changes Terraform's state.",
  import: "It changes Terraform's state.",
  workspace: 'It deletes a workspace with its state.',
  promote: 'It promotes to an environment. A person decides that.',
  push: 'It pushes to the main branch, or where it pushes to is not certain.',
  cluster: 'It changes or removes objects or nodes of a cluster.',
  loss: 'Clusters or node pools are at risk. kubestack_preview_change shows a safer way.',
  rules: 'It changes the rules that guard this platform, or the configuration of this gate.',
  error: 'The change has new problems. kubestack_preview_change writes changes without them.',
  unread: "What it does can't be read.",
};

export interface Answer {
  readonly decision: Decision;
  readonly reason: string;
}

/** The output of a hook. A call that the gate has nothing against gets no decision, so the agent's own permissions apply. */
export const hookOutput = ({ decision, reason }: Answer): object =>
  decision === 'allow'
    ? {}
    : {
        hookSpecificOutput: {
          hookEventName: 'PreToolUse',
          permissionDecision: decision,
          permissionDecisionReason: reason,
        },
      };

/** Something that a call does, with the part of the call or the sentence of the editor. */
export interface Found {
  readonly action: AgentAction;
  readonly text: string;
}

export const PASSED: Answer = { decision: 'allow', reason: '' };
export const UNEXPECTED: Found = { action: 'unread', text: 'The call has an unexpected form.' };
/** Not all of a folder was read. */
export const TOO_LARGE: Found = { action: 'unread', text: 'The folder is too large to be read in time.' };
export const TOO_LONG = 'it is too long.';
/** Characters of the call that an answer repeats for each action. */
const MAX_TEXT = 2_000;

/** @param found with the decision about each action */
export function answerOf(decision: Decision, found: readonly (Found & { readonly decision: Decision })[]): Answer {
  const reasons = AGENT_ACTIONS.flatMap(action => {
    const own = found.filter(each => each.action === action && each.decision === decision);
    const texts = own.map(({ text }) => text).join(' ');
    const shown = texts.length > MAX_TEXT ? `${texts.slice(0, MAX_TEXT)}…` : texts;
    return own.length === 0 ? [] : [`${WHY[action]} ${shown}`];
  });
  return { decision, reason: `Kubestack: ${reasons.join(' ')}` };
}

/** What fails is asked about. */
export const failedAnswer = (error: unknown): Answer => ({
  decision: 'ask',
  reason: `Kubestack: the call can't be judged: ${error instanceof Error ? error.message : String(error)}`,
});
