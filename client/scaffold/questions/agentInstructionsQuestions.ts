/** The question for files for coding agents, in Set Up Agents and as an option of New Platform. */
import type { Choice, Question } from '../question';
import { t } from '../../../common/localization';

/** The questions of Set Up Agents. Agents in VS Code have the tools of the extension already. */
export const agentInstructionsQuestions = (): Question[] => [
  agentFilesQuestion(['agents_file', 'gate_file', 'claude_gate_file', 'claude_mcp_file']),
];

/** @param initial names of the initially selected files */
export function agentFilesQuestion(initial: readonly string[]): Question {
  const choices: Choice[] = [
    {
      label: 'AGENTS.md',
      value: 'agents_file',
      detail: t("The platform's layout and rules, and which tools to call before and after an edit"),
    },
    {
      label: '.github/hooks/kubestack.json',
      value: 'gate_file',
      detail: t('Stops agents in VS Code from applying, destroying and promoting, and from breaking rules'),
    },
    {
      label: '.claude/settings.json',
      value: 'claude_gate_file',
      detail: t('Stops Claude Code from applying, destroying and promoting, and from breaking rules'),
    },
    {
      label: '.mcp.json',
      value: 'claude_mcp_file',
      detail: t('Starts the Kubestack MCP server for Claude Code'),
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
