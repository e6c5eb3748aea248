/** The policy for coding agents in a rules file: what they may do, must ask for, and must not do (docs/agents.md). */
import { alternatives, t } from '../../../common/localization';
import type { PlacedText } from './placedText';

/** What an agent may want to do, by its effect. */
export const AGENT_ACTIONS = [
  'apply',
  'destroy',
  'state',
  'import',
  'workspace',
  'promote',
  'push',
  'cluster',
  'loss',
  'rules',
  'error',
  'unread',
] as const;
export type AgentAction = (typeof AGENT_ACTIONS)[number];

export const DECISIONS = ['allow', 'ask', 'deny'] as const;
export type Decision = (typeof DECISIONS)[number];

export type AgentPolicy = ReadonlyMap<AgentAction, Decision>;

/** Asks for what can be undone or destroys nothing yet; denies what changes infrastructure at once. */
export const DEFAULT_POLICY: AgentPolicy = new Map<AgentAction, Decision>([
  ['apply', 'deny'],
  ['destroy', 'deny'],
  ['promote', 'deny'],
  ['state', 'ask'],
  ['import', 'ask'],
  ['workspace', 'ask'],
  ['push', 'ask'],
  ['cluster', 'ask'],
  ['loss', 'ask'],
  ['rules', 'ask'],
  ['error', 'ask'],
  ['unread', 'ask'],
]);

/** What can't be read must not pass by a policy. */
const NEVER_ALLOWED: readonly AgentAction[] = ['unread'];

/** @param lists names of actions by the decision. The strictest decision about an action counts. */
export function agentPolicy(
  lists: ReadonlyMap<string, readonly PlacedText[]>,
  refuse: (at: PlacedText, message: string) => void,
): AgentPolicy {
  const policy = new Map<AgentAction, Decision>();
  for (const decision of DECISIONS)
    for (const name of lists.get(decision) ?? []) {
      const action = AGENT_ACTIONS.find(each => each === name.text);
      if (!action) refuse(name, t('"{0}" is not supported: use {1}.', name.text, alternatives(AGENT_ACTIONS)));
      else if (decision === 'allow' && NEVER_ALLOWED.includes(action))
        refuse(name, t("What can't be read is never allowed."));
      else policy.set(action, decision);
    }
  return policy;
}

/** The decision about an action. If several files have a policy, the strictest counts. */
export function decisionOf(policies: readonly AgentPolicy[], action: AgentAction): Decision {
  const own = policies.flatMap(policy => policy.get(action) ?? []);
  return own.length > 0 ? strictest(own) : DEFAULT_POLICY.get(action)!;
}

export const strictest = (decisions: readonly Decision[]): Decision =>
  DECISIONS.findLast(each => decisions.includes(each)) ?? 'allow';
