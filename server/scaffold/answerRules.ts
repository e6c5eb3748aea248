/** Rules for answers that several scaffolds share. */
import { t } from '../../common/localization';
import { isNewEnvironmentName } from '../../common/environmentName';
import type { TextRule } from './answerReader';

export const ENVIRONMENT: TextRule = {
  accepts: isNewEnvironmentName,
  advice: () =>
    t(
      'use lowercase letters, digits and dashes, beginning with a letter and ending with a letter or digit, at most 20 characters, such as apps; default is reserved by Terraform',
    ),
};

export const NAME_PREFIX: TextRule = {
  accepts: /^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,14}$/,
  advice: () => t('use 2 to 15 lowercase letters and digits, beginning with a letter, such as web0'),
};

export const BASE_DOMAIN: TextRule = {
  accepts: text =>
    /^(?=.{1,200}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?$/.test(text) &&
    text !== 'example.com',
  advice: () => t('use a domain that you own, in lowercase, without https://, such as infra.your-company.org'),
};

/** A command would take a name that begins with a dash for an option. */
export const RESOURCE_GROUP: TextRule = {
  accepts: /^(?!-)[\w.()-]{0,89}[\w()-]$/,
  advice: () => t('use the name of an existing resource group'),
};

const RELEASE = /^v\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\.\d+)?$/;
const COMMIT = /^[0-9a-f]{40}$/;

export const isReleaseTag = (version: string): boolean => RELEASE.test(version);
export const isCommit = (version: string): boolean => COMMIT.test(version);

export const VERSION: TextRule = {
  accepts: text => isReleaseTag(text) || isCommit(text),
  advice: () => t('use a release tag, such as v0.19.2-beta.0, or a full commit hash (40 digits)'),
};

/** Any single-line string that is not a secret. */
export const LINE: TextRule = { accepts: /^[^\p{Cc}\p{Zl}\p{Zp}]{1,500}$/u, advice: () => t('use a single line') };

export const HTTPS: TextRule = {
  accepts: text => /^https:\/\/[^\s"<>`|\\]+$/.test(text) && !/^https:\/\/[^/]*@/.test(text),
  advice: () => t('use a URL that begins with https:// and contains no password'),
};
