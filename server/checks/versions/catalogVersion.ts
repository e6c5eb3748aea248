// KS109: Catalog service version is not exact
//
// Catalog versions end with `-kbst.0`, which Terraform treats as a pre-release. A range such as `~> 1.7` never matches a pre-release, so
// `init` finds no version. Tags in the catalog's repository begin with `v`; module versions do not. Write the exact version. A version that is older
// than the newest known one and was never released is reported, too.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1_service_nginx" {
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "v1.10.1-kbst.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ## Fails with a range
//
// ```terraform
// module "eks_gc0_eu-west-1_service_nginx" {
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "~> 1.10"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ## Fails with a version that was never released
//
// ```terraform
// module "eks_gc0_eu-west-1_service_nginx" {
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.9.9-kbst.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ## Fails without a version
//
// ```terraform
// module "eks_gc0_eu-west-1_service_nginx" {
//   source = "kbst.xyz/catalog/nginx/kustomization"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1_service_nginx" {
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.10.1-kbst.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
import { sentences, t } from '../../../common/localization';
import { compareVersions } from '../../../common/compareVersions';
import { isRefusedConstraint } from '../../../common/versionConstraint';
import { literalText } from '../../kubestack/modules/literalText';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import { declaredAttribute } from '../../workspace/declarations';
import { setValue } from '../../edits/entryText';
import { isTextFileRange, type Finding, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import type { PlatformModule } from '../engine/platformModules';
import { replaceRange } from '../fixes/rangeEdits';

type Data = { readonly version: string; readonly isSure?: boolean; readonly isMissing?: boolean } | undefined;

export const catalogVersion: PlatformCheck<Data> = {
  code: 'KS109',
  title: 'Catalog service version is not exact',
  level: 'warning',
  scope: 'platform',
  run: context => forEachPart(context.modules, module => findingOf(context, module)),
  fix: (_context, finding) => fixes(finding),
};

function findingOf({ model: { schemas } }: CheckContext, module: PlatformModule): Finding<Data>[] {
  const { source, declaration } = module;
  if (source?.form !== 'catalog') return [];
  const part = declaredAttribute(declaration, 'version');
  const newest = schemas.catalogEntries.get(source.entry)?.newest;
  if (!part) return withoutVersion(module, newest);
  const version = literalText(part.attribute.value)?.trim();
  if (version === undefined || isRefusedConstraint(version, 'module')) return [];
  const range = rangeIn(part.item, part.attribute.value);
  if (/^=?\s*v\d/.test(version)) {
    const exact = version.replace(/^=?\s*v/, '');
    return [
      { range, message: t('Module versions have no "v": write {0}.', exact), data: { version: exact, isSure: true } },
    ];
  }
  if (!/[~<>!]|,/.test(version)) {
    const exact = version.replace(/^=\s*/, '');
    // The catalog may have released a version since.
    const isUnknown = schemas.catalogEntries.get(source.entry)?.versions.includes(exact) === false;
    if (!isUnknown || newest === undefined || !/^\d/.test(exact)) return [];
    return [
      {
        range,
        message: sentences(
          compareVersions(exact, newest) < 0
            ? t('There is no version {0} of this service.', exact)
            : t('No version {0} of this service is known.', exact),
          hint(newest),
        ),
        data: { version: newest, isSure: false },
      },
    ];
  }
  return [
    {
      range,
      message: sentences(
        t('Version ranges never match versions that end with -kbst. Write the exact version.'),
        hint(newest),
      ),
      ...(newest === undefined ? {} : { data: { version: newest, isSure: false } }),
    },
  ];
}

const hint = (newest: string | undefined): string | undefined =>
  newest && t('The newest known version is {0}.', newest);

function withoutVersion({ sourceRange: range }: PlatformModule, newest: string | undefined): Finding<Data>[] {
  if (!range) return [];
  const message =
    newest === undefined || newest.includes('-kbst')
      ? t('No version is set, and Terraform never selects one that ends with -kbst. Write the exact version.')
      : t('No version is set, and the installed version changes with every release. Write the exact version.');
  return [
    {
      range,
      message: sentences(message, hint(newest)),
      ...(newest === undefined ? {} : { data: { version: newest, isMissing: true } }),
    },
  ];
}

function fixes({ range, data }: Finding<Data>): Fix[] {
  const { version, isSure, isMissing } = data ?? {};
  if (version === undefined) return [];
  if (isMissing && !isTextFileRange(range))
    return [
      {
        title: t('Add version = "{0}"', version),
        change: draft =>
          draft.edit(range.item, text => setValue(text, ['version'], JSON.stringify(version), { after: 'source' })),
      },
    ];
  return [
    {
      title: t('Change to "{0}"', version),
      change: draft => replaceRange(draft, range, JSON.stringify(version)),
      ...(isSure ? { isPreferred: true } : {}),
    },
  ];
}
