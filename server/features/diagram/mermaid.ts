/** Exports a platform diagram as a Mermaid flowchart, which Git hosts render in Markdown. */
import type { WaitingCommits } from '../../../common/diagram/diagram';
import { waitingLabel } from '../../../common/diagram/drawing';
import { ENGLISH_WORDS } from '../../../common/diagram/words';
import { visibleText } from '../../../common/visibleText';
import type { ContentCluster, ContentPart, DiagramContent } from './diagramContent';

/** @param name distinguishes the platforms */
export function mermaidText(
  contents: readonly DiagramContent[],
  name: (content: DiagramContent) => string,
  waiting: readonly WaitingCommits[],
): string {
  const writer = new FlowchartWriter();
  for (const content of contents)
    writer.writePlatform(content, contents.length > 1 ? name(content) : undefined, waiting);
  return writer.text();
}

class FlowchartWriter {
  private readonly lines = ['flowchart LR'];
  private readonly different: string[] = [];
  private readonly missing: string[] = [];
  private count = 0;

  text(): string {
    const classes = [
      ...assigned(this.different, 'different', 'stroke-width:3px'),
      ...assigned(this.missing, 'missing', 'stroke-dasharray:4 3'),
    ];
    return [...this.lines, ...classes].map(line => `${line}\n`).join('');
  }

  writePlatform(content: DiagramContent, name: string | undefined, waiting: readonly WaitingCommits[]): void {
    const indent = name === undefined ? '  ' : '    ';
    if (name !== undefined) this.open('  ', [name]);
    const environments = content.environments.map(environment => {
      const remark = environment === content.baseEnvironment ? ['base'] : [];
      const id = this.open(indent, [environment, ...remark]);
      for (const cluster of content.clusters) this.writeCluster(cluster, environment, `${indent}  `);
      for (const service of content.services) this.writePart(service, environment, `${indent}  `);
      this.lines.push(`${indent}end`);
      return { environment, id };
    });
    environments.slice(1).forEach(({ environment, id }, index) => {
      const commits = waiting.find(each => each.environment === environment)?.commits ?? 0;
      const label = commits > 0 ? `|${quoted([waitingLabel(commits, ENGLISH_WORDS)])}|` : '';
      this.lines.push(`${indent}${environments[index]!.id} -->${label} ${id}`);
    });
    if (name !== undefined) this.lines.push('  end');
  }

  private writeCluster(cluster: ContentCluster, environment: string, indent: string): void {
    if (cluster.parts.length === 0) {
      this.writePart(cluster, environment, indent);
      return;
    }
    const id = this.open(indent, this.textOf(cluster, environment));
    this.note(cluster, environment, id);
    for (const part of cluster.parts) this.writePart(part, environment, `${indent}  `);
    this.lines.push(`${indent}end`);
  }

  private writePart(part: ContentPart, environment: string, indent: string): void {
    const id = this.nextId();
    const text = quoted(this.textOf(part, environment));
    this.lines.push(`${indent}${id}${part.kind === 'service' ? `(${text})` : `[${text}]`}`);
    this.note(part, environment, id);
  }

  private textOf({ label, environments }: ContentPart, environment: string): string[] {
    const here = environments.get(environment);
    return here
      ? [label, ...here.facts.map(({ text, differs }) => (differs ? `≠ ${text}` : text))]
      : [label, `no configuration for ${environment}`];
  }

  private note({ environments }: ContentPart, environment: string, id: string): void {
    const here = environments.get(environment);
    if (!here) this.missing.push(id);
    else if (here.differences > 0) this.different.push(id);
  }

  private open(indent: string, lines: readonly string[]): string {
    const id = this.nextId();
    this.lines.push(`${indent}subgraph ${id}[${quoted(lines)}]`);
    return id;
  }

  private nextId(): string {
    return `n${++this.count}`;
  }
}

const assigned = (ids: readonly string[], name: string, style: string): string[] =>
  ids.length === 0 ? [] : [`  classDef ${name} ${style}`, `  class ${ids.join(',')} ${name}`];

/** Escapes everything that has a meaning in Mermaid, Markdown or HTML as character references. */
const quoted = (lines: readonly string[]): string => `"${lines.map(entities).join('<br>')}"`;

const entities = (text: string): string =>
  visibleText(text).replace(MARKUP, character => `#${character.codePointAt(0)!};`);

/** Also escapes the start of Markdown lists. Underscores inside of words are kept, since names contain them. */
const MARKUP = /^-|(?<=^\d+)\.|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|[^\p{L}\p{N} ,.:=/≠×–…·_-]/gu;
