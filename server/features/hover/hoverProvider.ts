/** Hover on a provider or a provider alias: its configuration, and the modules that use it. */
import { t } from '../../../common/localization';
import { codeSpan, markdownName, markdownTable, strongName } from '../../../common/markdown';
import { shortened } from '../../../common/shortened';
import type { Expression, Item } from '../../syntax/ast';
import { declaredAttribute } from '../../workspace/declarations';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { baseNameOf, parentOf } from '../../workspace/uri';
import { link, paragraphs } from '../markdown';
import { locationOf, type RequestContext } from '../../semantics/requestContext';

/** Arguments that may contain secrets. */
const SECRET = /key|secret|token|password|certificate|kubeconfig/i;

/** @param address `aws` or `aws.alias` */
export function providerHover(request: RequestContext, item: Item, address: string): string | undefined {
  const { model } = request;
  const instance = model.tree.instancesOf(parentOf(item.uri))[0];
  const declaration = instance?.folder?.declaration('provider', address);
  const [type = '', alias] = address.split('.');
  const cluster = alias === undefined ? undefined : instance && model.call(instance, alias);
  const what =
    alias === undefined
      ? t('default configuration of the provider')
      : t('configuration of the provider {0}', codeSpan(type));
  const head = `${strongName(address)} · ${what}`;
  if (!declaration) {
    // A called module takes its providers from its caller.
    return instance?.parent
      ? `${head}\n\n${t('Passed in by the calling module.')}`
      : `${head}\n\n${t('This module has no such provider block.')}`;
  }
  const rows = declaration.block.body.flatMap(entry => {
    const part =
      entry.kind === 'attribute' && entry.name !== 'alias' ? declaredAttribute(declaration, entry.name) : undefined;
    return part
      ? [[codeSpan(part.attribute.name), codeSpan(writtenValue(part.item, part.attribute.name, part.attribute.value))]]
      : [];
  });
  const parts = [
    head,
    rows.length > 0 ? markdownTable([t('Argument'), t('As written')], rows) : undefined,
    cluster?.module.kind === 'cluster'
      ? t('For the cluster {0}', link(codeSpan(cluster.name), locationOf(request, labelRange(cluster.declaration))))
      : undefined,
    t(
      'Declared in {0}',
      link(markdownName(baseNameOf(declaration.item.uri)), locationOf(request, labelRange(declaration))),
    ),
  ];
  return paragraphs(parts);
}

/** References are shown, plain secrets are not. */
function writtenValue(item: Item, name: string, value: Expression): string {
  const isPlain = value.kind === 'text' || value.kind === 'template';
  if (isPlain && SECRET.test(name)) return t('(not shown)');
  const text = item.text.slice(value.start, value.end).replace(/\s+/g, ' ');
  return shortened(text, 80);
}
