/** Settings of promotions as a commit contains them. */
import { parse } from 'jsonc-parser';
import { Setting } from '../core/ids';
import type { PromotionSettings } from './readRepository';

/** Settings that a repository's `.vscode/settings.json` can contain, apart from the main branch. */
export interface CommitSettings extends Omit<PromotionSettings, 'mainBranch' | 'ordered'> {
  /** `kubestack.environments` */
  readonly order: readonly string[];
}

/**
 * @param text of `.vscode/settings.json`; undefined if the commit has no such file
 * @param others settings from all other places
 */
export function commitSettings(text: string | undefined, others: CommitSettings): CommitSettings {
  const parsed: unknown = text === undefined ? undefined : parse(text, [], { allowTrailingComma: true });
  const own = new Map(typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []);
  const order: unknown = own.get(Setting.environments);
  const pattern: unknown = own.get(Setting.deployTagPattern);
  const soakMinutes: unknown = own.get(Setting.soakMinutes);
  const isOrder = Array.isArray(order) && order.every((name): name is string => typeof name === 'string');
  return {
    order: isOrder ? order : others.order,
    pattern: typeof pattern === 'string' ? pattern : others.pattern,
    soakMinutes: typeof soakMinutes === 'number' ? soakMinutes : others.soakMinutes,
  };
}

/** Sorts environments like the setting does: those that it names come first. */
export const inOrder = (environments: readonly string[], order: readonly string[]): string[] => [
  ...order.filter(name => environments.includes(name)),
  ...environments.filter(name => !order.includes(name)),
];
