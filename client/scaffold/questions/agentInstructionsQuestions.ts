/** The question for files for coding agents, in Add Agent Instructions and as an option of New Platform. */
import type { Choice, Question } from '../question';
import { t } from '../../../common/localization';

/** The questions of Add Agent Instructions. */
export const agentInstructionsQuestions = (): Question[] => [agentFilesQuestion(['agents_file'])];

/** @param initial names of the initially selected files */
export function agentFilesQuestion(initial: readonly string[]): Question {
  const choices: Choice[] = [
    {
      label: 'AGENTS.md',
      value: 'agents_file',
      detail: t("The platform's layout and rules, and which tools to call before and after an edit"),
    },
    {
      label: '.vscode/mcp.json',
      value: 'mcp_file',
      detail: t('Starts the Kubestack MCP server for agents that do not use this extension'),
    },
  ];
  return {
    id: 'agent_files',
    prompt: t('Files for coding agents'),
    input: { kind: 'several', choices, optional: true },
    initial,
    answers: value => {
      const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
      const isAnswered = (name: unknown): boolean => chosen.includes(name) || initial.includes(String(name));
      return Object.fromEntries(
        choices.filter(each => isAnswered(each.value)).map(each => [String(each.value), chosen.includes(each.value)]),
      );
    },
  };
}
