/** What the bundled documentation says about an attribute, as Markdown. */
import { localized, t } from '../../../common/localization';
import { allowedBy } from '../../kubestack/schemas/constraint';
import type { AttributeSchema } from '../../kubestack/schemas/schemas';
import { codeSpan, markdownText } from '../../../common/markdown';
import { paragraphs } from '../markdown';

export function attributeDescription(schema: AttributeSchema): string {
  const parts = [
    schema.hint === undefined ? undefined : markdownText(localized(schema.hint)),
    requirement(schema),
    schema.default === undefined ? undefined : t('Default: {0}', codeSpan(JSON.stringify(schema.default))),
    schema.values && schema.values.length > 0
      ? t('Known values: {0}', schema.values.map(codeSpan).join(', '))
      : undefined,
    ...schema.constraints
      .filter(({ oneOf }) => !oneOf)
      .map(each => t('For {0}, {1}.', codeSpan(each.argument), markdownText(allowedBy(each)))),
    schema.unused ? t('The module declares this attribute but does not use it.') : undefined,
    schema.since === undefined || schema.since === 'head'
      ? undefined
      : t('Available since Kubestack {0}', codeSpan(schema.since)),
  ];
  return paragraphs(parts);
}

function requirement(schema: AttributeSchema): string | undefined {
  switch (schema.required) {
    case 'precondition':
      return t('Required: `terraform plan` fails without it.');
    case 'index':
      return t('Required: `terraform plan` fails without it.');
    case 'type':
      return t("Required wherever the enclosing object is set; it isn't inherited if left out.");
    case 'effective':
      return schema.requiredReason === undefined
        ? t('Required.')
        : t('Required: {0}.', markdownText(localized(schema.requiredReason)));
    case 'no':
      return undefined;
  }
}
