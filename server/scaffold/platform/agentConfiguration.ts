/**
 * Entries in the JSON files of coding agents: the MCP server, and the hook that asks the gate before each tool call. Formats:
 * https://code.visualstudio.com/docs/copilot/customization/hooks and https://code.claude.com/docs/en/hooks
 */
import { applyEdits, findNodeAtLocation, modify, parse, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { isRecord } from '../../../common/isRecord';
import { localizable, localized, t, type Localizable } from '../../../common/localization';
import { ownProperty } from '../../../common/ownProperty';
import { LineIndex } from '../../syntax/lineIndex';
import type { AnswerReader } from '../answerReader';
import { PACKAGE } from '../pipeline/pipelineFacts';
import type { ScaffoldContext } from '../scaffoldContext';

const PROGRAM = ['--yes', `--package=${PACKAGE}`, 'kubestack-language-server'];

/** A program that can't be started is an error that agents ignore; with 2, they block the call. */
const GATE = { type: 'command', command: `npx ${PROGRAM.join(' ')} gate || exit 2`, timeout: 60 };
const IS_GATE = /kubestack-language-server\S* gate\b/;

interface AgentFile {
  readonly answer: string;
  readonly path: string;
  /** The value at a path of keys; for hooks, an entry of the list there. */
  readonly at: readonly [string, string];
  readonly value: unknown;
  readonly note: Localizable;
}

const MCP_NOTE = localizable(
  'The MCP server is started by npx from the npm package kubestack. VS Code with the Kubestack extension has the same tools already: there, leave the server stopped.',
);
const GATE_NOTE = localizable(
  "Agents ask the gate before each tool call. It is started by npx from the npm package kubestack. A call is blocked if the gate can't be started.",
);

const AGENT_FILES: readonly AgentFile[] = [
  {
    answer: 'mcp_file',
    path: '.vscode/mcp.json',
    at: ['servers', 'kubestack'],
    value: { type: 'stdio', command: 'npx', args: [...PROGRAM, 'mcp', '--root', '${workspaceFolder}'] },
    note: MCP_NOTE,
  },
  {
    answer: 'claude_mcp_file',
    path: '.mcp.json',
    at: ['mcpServers', 'kubestack'],
    value: { command: 'npx', args: [...PROGRAM, 'mcp'] },
    note: MCP_NOTE,
  },
  {
    answer: 'gate_file',
    path: '.github/hooks/kubestack.json',
    at: ['hooks', 'PreToolUse'],
    value: GATE,
    note: GATE_NOTE,
  },
  {
    answer: 'claude_gate_file',
    path: '.claude/settings.json',
    at: ['hooks', 'PreToolUse'],
    value: { matcher: 'Bash|PowerShell|Write|Edit|MultiEdit', hooks: [GATE] },
    note: GATE_NOTE,
  },
];

/** The files whose answers are true: `mcp_file`, `claude_mcp_file`, `gate_file`, `claude_gate_file`. */
export const chosenAgentFiles = (answers: AnswerReader): AgentFile[] =>
  AGENT_FILES.filter(({ answer }) => answers.flag(answer));

export const agentFileNotes = (files: readonly AgentFile[]): string[] =>
  [...new Set(files.map(({ note }) => note))].map(localized);

/** Keeps everything else in the files, also comments. @returns whether all of them could be written */
export function writeAgentConfiguration(
  { answers, changes }: Pick<ScaffoldContext, 'answers' | 'changes'>,
  files: readonly AgentFile[],
): boolean {
  for (const file of files) {
    const { answer, path } = file;
    const present = changes.text(path) ?? '';
    const written = withEntry(present.trim() === '' ? '{}\n' : present, file);
    if ('problem' in written) answers.refuse(answer, written.problem);
    else changes.write(path, written.text);
  }
  return answers.problems.length === 0;
}

function withEntry(
  text: string,
  { path, at, value }: AgentFile,
): { readonly text: string } | { readonly problem: string } {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const line = (offset: number): number => new LineIndex(text).positionAt(offset).line + 1;
  if (!tree || errors.length > 0 || tree.type !== 'object')
    return {
      problem: t('{0}, line {1}: this is not valid JSON. Correct it first.', path, line(errors[0]?.offset ?? 0)),
    };
  const [outer, list] = [findNodeAtLocation(tree, [at[0]]), findNodeAtLocation(tree, [...at])];
  const isHook = at[0] === 'hooks';
  const wrong = outer && outer.type !== 'object' ? outer : isHook && list && list.type !== 'array' ? list : undefined;
  if (wrong)
    return {
      problem: t("{0}, line {1}: this value can't have the entry. Correct it first.", path, line(wrong.offset)),
    };
  const gate = isHook && list ? gateIn(list) : undefined;
  const edits = gate
    ? [{ offset: gate.offset, length: gate.length, content: JSON.stringify(updated(String(gate.value))) }]
    : modify(text, isHook ? [...at, list?.children?.length ?? 0] : [...at], value, {
        isArrayInsertion: isHook,
        formattingOptions: { insertSpaces: !/^\t/m.test(text), tabSize: 2 },
      });
  const after = applyEdits(text, edits);
  // Of two equal keys, agents read the last one, and the edit is in the first one.
  const read = at.reduce<unknown>((each, key) => (isRecord(each) ? ownProperty(each, key) : undefined), parse(after));
  const isRead = JSON.stringify(read ?? null).includes('kubestack-language-server');
  return isRead ? { text: after } : { problem: t('{0} has the key {1} twice. Remove one first.', path, at[0]) };
}

/** The command of a hook that asks the gate already. */
function gateIn(node: Node): Node | undefined {
  if (node.type === 'string' && IS_GATE.test(String(node.value))) return node;
  for (const child of node.children ?? []) {
    const found = gateIn(child);
    if (found) return found;
  }
  return undefined;
}

/** With this version of the package, if it names one. */
const updated = (command: string): string =>
  command.replace(/--package=kubestack(?:@\S+)?(?= )/, `--package=${PACKAGE}`);
