/** `kubestack_find_references`: all occurrences of a symbol, and how each uses it. */
import type { Location } from 'vscode-languageserver-types';
import { references } from '../features/navigation/references';
import { baseKeyOf } from '../kubestack/inheritance/environmentKeys';
import { fileOf, type RequestContext } from '../semantics/requestContext';
import { resolveAt } from '../semantics/resolveAt';
import { answerSchema, PAGE_INPUT } from './answerPages';
import { objectSchema, type JsonSchema } from './jsonSchema';
import { section, ToolError, type Tool, type ToolHost } from './tool';
import { PATH_INPUT, pathInput, shownPath } from './toolPaths';
import { positionInput, POSITION_INPUT } from './toolPositions';

const NAME: JsonSchema = { type: 'string' };
const ROLES = ['declaration', 'base', 'override', 'environment', 'read', 'provider', 'source', 'value'] as const;
type Role = (typeof ROLES)[number];

export const findReferencesTool: Tool = {
  name: 'kubestack_find_references',
  title: 'Find references',
  description:
    'Finds every place where an environment, module, attribute, variable, local, output or provider is set or used, with its role: base (the value that others inherit), override, environment (a key of a configuration), read, provider, source, value (of a variable) or declaration. Call it before you rename, move or remove something.',
  input: objectSchema(
    {
      path: PATH_INPUT,
      name: {
        ...NAME,
        description:
          'An environment, the label of a module, a platform service such as metrics_server for its bindings, MODULE.ATTRIBUTE, var.NAME, local.NAME, output.NAME or PROVIDER.ALIAS.',
      },
      ...POSITION_INPUT,
      ...PAGE_INPUT,
    },
    [],
  ),
  output: answerSchema(
    { not_searched: { ...NAME, description: 'What can contain the name, and is not searched.' } },
    {
      references: objectSchema(
        {
          file: NAME,
          line: { type: 'integer' },
          column: { type: 'integer' },
          role: { type: 'string', enum: ROLES },
          text: { ...NAME, description: 'The line, without its indentation.' },
        },
        ['file', 'line', 'column', 'role', 'text'],
      ),
    },
    ['references'],
  ),
  run: (host, input) =>
    host.compute(pathInput(host, input).uri, function* (request) {
      const { uri, position } = positionInput(request, host, input);
      const found = yield* references(request, uri, position, true);
      if (!found) throw new ToolError('Nothing at this position can be referred to. Pass the position of a name.');
      const locations = [...found].sort(inOrder);
      return {
        summary: `${locations.length} places in configuration.`,
        head: { not_searched: NOT_SEARCHED },
        sections: [section('references', locations, each => referenceEntry(host, request, each))],
      };
    }),
};

const NOT_SEARCHED =
  'README.md, pipelines and manifests: a rename by kubestack_preview_change changes the README and the pipelines, too.';

const inOrder = (a: Location, b: Location): number =>
  (a.uri < b.uri ? -1 : Number(a.uri > b.uri)) ||
  a.range.start.line - b.range.start.line ||
  a.range.start.character - b.range.start.character;

function referenceEntry(host: ToolHost, request: RequestContext, location: Location): object {
  const { uri, range } = location;
  const text = fileOf(request, uri)?.text.split('\n')[range.start.line] ?? '';
  return {
    file: shownPath(host, uri),
    line: range.start.line + 1,
    column: range.start.character + 1,
    role: roleOf(request, location),
    text: text.trim().slice(0, 200),
  };
}

function roleOf(request: RequestContext, { uri, range }: Location): Role {
  const file = fileOf(request, uri);
  const isQuoted = file?.text[file.lines.offsetAt(range.start)] === '"';
  const position = isQuoted ? { ...range.start, character: range.start.character + 1 } : range.start;
  const here = resolveAt(request, uri, position);
  const symbol = here?.symbol?.symbol;
  switch (symbol?.kind) {
    case 'attribute': {
      const [call] = symbol.calls;
      if (symbol.environment === undefined) return 'read';
      return call && baseKeyOf(call, request.model) === symbol.environment ? 'base' : 'override';
    }
    case 'environment':
      return symbol.asBase ? 'base' : 'environment';
    case 'source':
      return 'source';
    case 'named': {
      const use = here?.name;
      if (use?.role === 'declaration' || use?.role === 'value') return use.role;
      return symbol.of === 'provider' ? 'provider' : 'read';
    }
    default:
      return 'read';
  }
}
