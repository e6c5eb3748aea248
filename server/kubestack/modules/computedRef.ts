/** Finds the location of a computed source's version. */
import type { SourceRange } from '../../hcl/model';
import type { Expression } from '../../syntax/ast';
import { type ModuleFolder } from '../../workspace/moduleFolder';
import { declaredAttribute, type Declaration } from '../../workspace/declarations';

/**
 * The ref in the string that a computed `source` contains: `?ref=${local.framework}`, or the whole source in `local.source`. Undefined if no local
 * or variable default contains the ref literally.
 */
export function computedRefRange(
  folder: ModuleFolder | undefined,
  call: Declaration,
  ref: string,
): SourceRange | undefined {
  const source = declaredAttribute(call, 'source')?.attribute.value;
  const named = folder && source && textNamed(folder, source.kind === 'template' ? source.parts.at(-1) : source);
  if (!named) return undefined;
  const text = named.item.text.slice(named.start, named.end);
  const at = text === ref ? 0 : text.search(/(?<=[?&]ref=)/);
  if (at < 0 || !text.startsWith(ref, at)) return undefined;
  return { item: named.item, start: named.start + at, end: named.start + at + ref.length };
}

/** The string in a local or a variable default that an expression refers to, without quotes. */
function textNamed(folder: ModuleFolder, expression: Expression | undefined): SourceRange | undefined {
  if (expression?.kind === 'templateWrap') return textNamed(folder, expression.inner);
  if (expression?.kind !== 'attribute' || expression.target.kind !== 'name') return undefined;
  const { name, target } = expression;
  const variable = target.name === 'var' ? folder.declaration('variable', name) : undefined;
  const part = target.name === 'local' ? folder.local(name) : variable && declaredAttribute(variable, 'default');
  if (!part) return undefined;
  const { kind, start, end } = part.attribute.value;
  return kind === 'text' ? { item: part.item, start: start + 1, end: end - 1 } : undefined;
}
