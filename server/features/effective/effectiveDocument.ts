/** `kubestack/effectiveDocument`: the effective configuration of one environment as HCL, with the origin of each line. */
import { t } from '../../../common/localization';
import { largest } from '../../../common/lists';
import type { EffectiveDocumentLine, EffectiveDocumentResult, Origin } from '../../../common/protocol';
import type { SourceRange, Value } from '../../hcl/model';
import type { ResolvedAttribute } from '../../kubestack/inheritance/effectiveAttributes';
import { labelRange, type ModuleCall } from '../../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { allCalls } from '../../kubestack/platform/platform';
import { now } from '../../../common/now';
import { callsInFile } from '../../semantics/moduleCalls';
import { printHcl, printKey } from '../../semantics/hclPrinter';
import { locationOf, type RequestContext } from '../../semantics/requestContext';

/**
 * @param uri a platform's folder, or a file of one
 * @param environment the value of `terraform.workspace`
 * @param only the calls to show; all of them if undefined
 */
export function* effectiveDocument(
  request: RequestContext,
  uri: string,
  environment: string,
  only?: ReadonlySet<ModuleCall>,
): Generator<undefined, EffectiveDocumentResult> {
  const calls = callsOf(request, uri).filter(call => !only || only.has(call));
  const writer = new DocumentWriter(request);
  for (const call of calls) {
    writer.writeCall(call, environment);
    yield;
  }
  if (calls.length === 0) writer.line(`# ${t('No Kubestack module found.')}`, 'inherited');
  return writer.result();
}

function callsOf(request: RequestContext, uri: string): readonly ModuleCall[] {
  const { model } = request;
  if (model.workspace.file(uri)) return callsInFile(request, uri);
  const root: ModuleInstance | undefined = model.tree.rootInstances().find(each => each.folderUri === uri);
  return root ? now(allCalls(root, model)) : [];
}

/** A tree of attributes, for printing nested ones inside their parents. */
interface Node {
  readonly children: Map<string, Node>;
  attribute?: ResolvedAttribute;
}

class DocumentWriter {
  private readonly text: string[] = [];
  private readonly lines: EffectiveDocumentLine[] = [];

  constructor(private readonly request: RequestContext) {}

  result(): EffectiveDocumentResult {
    return { text: this.text.map(line => `${line}\n`).join(''), lines: [...this.lines, { origin: 'inherited' }] };
  }

  line(text: string, origin: Origin, range?: SourceRange): void {
    for (const each of text.split('\n')) {
      this.text.push(each);
      this.lines.push(range ? { origin, location: locationOf(this.request, range) } : { origin });
    }
  }

  writeCall(call: ModuleCall, environment: string): void {
    const { environments, diagnostics, baseKey } = this.request.model.effectiveConfiguration(call);
    const label = labelRange(call.declaration);
    if (this.text.length > 0) this.line('', 'inherited');
    if (call.instance.parent) this.line(`# ${call.address}`, 'inherited', label);
    const inEffect = environments.get(environment);
    const isBase = environment === baseKey;
    this.line(`module "${call.name}" {`, 'set', label);
    if (inEffect) {
      const key = inEffect.range ?? label;
      this.line(
        `  # ${isBase ? t('{0} (base environment)', environment) : t('{0}, inherits from {1}', environment, baseKey)}`,
        'inherited',
        key,
      );
      this.writeNodes(treeOf(inEffect.attributes), '  ', inEffect.value);
    } else if (diagnostics.length > 0) {
      for (const diagnostic of diagnostics) this.line(`  # ${diagnostic.message}`, 'inherited', diagnostic.range);
    } else this.line(`  # ${t('"{0}" is not an environment of this module.', environment)}`, 'inherited', label);
    this.line('}', 'set', label);
  }

  private writeNodes(node: Node, indent: string, value: Value | undefined): void {
    const entries = [...node.children];
    for (let start = 0; start < entries.length;) {
      let end = start;
      while (end < entries.length && this.singleLine(entries[end]![1]) !== undefined) end++;
      const run = entries.slice(start, end);
      const width = largest(run.map(([key]) => printKey(key).length));
      for (const [key, child] of run) this.writeAttribute(printKey(key).padEnd(width), child.attribute!, indent);
      const [key, child] = entries[end] ?? [];
      if (key !== undefined && child) this.writeLong(printKey(key), child, indent, entryOf(value, key));
      start = end + 1;
    }
  }

  private singleLine(node: Node): string | undefined {
    const text = node.attribute && printHcl(node.attribute.value);
    return text === undefined || text.includes('\n') ? undefined : text;
  }

  private writeLong(key: string, node: Node, indent: string, value: Value | undefined): void {
    if (node.attribute) {
      this.writeAttribute(key, node.attribute, indent);
      return;
    }
    const origin = originOf(node);
    // The object itself, whose location differs from that of its attributes.
    const range = value?.origin;
    this.line(`${indent}${key} = {`, origin, range);
    this.writeNodes(node, `${indent}  `, value);
    this.line(`${indent}}`, origin, range);
  }

  private writeAttribute(key: string, attribute: ResolvedAttribute, indent: string): void {
    const { value, origin, range } = attribute;
    const note = value.kind === 'unknown' ? ` # ${t('known after plan')}` : '';
    const text = printHcl(value, indent);
    this.line(`${indent}${key} = ${text.includes('\n') ? text : text + note}`, origin, range);
  }
}

/** An object has the most relevant origin of its attributes: set or overridden, or else inherited. */
function originOf(node: Node): Origin {
  return leavesOf(node).some(leaf => leaf.origin !== 'inherited') ? 'set' : 'inherited';
}

function leavesOf(node: Node): ResolvedAttribute[] {
  return node.attribute ? [node.attribute] : [...node.children.values()].flatMap(leavesOf);
}

function treeOf(attributes: readonly ResolvedAttribute[]): Node {
  const root: Node = { children: new Map() };
  for (const attribute of attributes) {
    let node = root;
    for (const step of attribute.path) {
      let child = node.children.get(step);
      if (!child) node.children.set(step, (child = { children: new Map() }));
      node = child;
    }
    node.attribute = attribute;
  }
  return root;
}

const entryOf = (value: Value | undefined, key: string): Value | undefined =>
  value?.kind === 'object' || value?.kind === 'map' ? value.entries.get(key) : undefined;
