// The package.json files of the stand-ins for other Terraform extensions, with the same ids, languages and grammar scopes.

interface Language {
  id: string;
  aliases: string[];
  extensions: string[];
}

interface Manifest {
  publisher: string;
  name: string;
  languages: Language[];
}

const manifests: readonly Manifest[] = [
  {
    publisher: 'hashicorp',
    name: 'terraform',
    languages: [
      { id: 'terraform', aliases: ['Terraform'], extensions: ['.tf'] },
      { id: 'terraform-vars', aliases: ['Terraform Vars'], extensions: ['.tfvars'] },
      { id: 'terraform-test', aliases: ['Terraform Test'], extensions: ['.tftest.hcl'] },
      { id: 'terraform-search', aliases: ['Terraform Search'], extensions: ['.tfquery.hcl'] },
    ],
  },
  {
    publisher: 'opentofu',
    name: 'vscode-opentofu',
    languages: [
      { id: 'opentofu', aliases: ['OpenTofu'], extensions: ['.tf', '.tofu'] },
      { id: 'opentofu-vars', aliases: ['OpenTofu Vars'], extensions: ['.tfvars'] },
      { id: 'opentofu-test', aliases: ['OpenTofu Test'], extensions: ['.tftest.hcl', '.tofutest.hcl'] },
    ],
  },
];

/**
 * The package.json of a stand-in.
 *
 * @param id `publisher.name`
 * @throws Error for an extension without a stand-in
 */
export function standInManifest(id: string): object {
  const manifest = manifests.find(({ publisher, name }) => `${publisher}.${name}` === id);
  if (!manifest) throw new Error(`There is no stand-in for ${id}.`);
  const { publisher, name, languages } = manifest;
  return {
    publisher,
    name,
    version: '1.0.0',
    engines: { vscode: '^1.91.0' },
    main: './main.js',
    extensionKind: ['workspace'],
    activationEvents: languages.map(language => `onLanguage:${language.id}`),
    contributes: {
      languages,
      grammars: languages.map(language => ({
        language: language.id,
        scopeName: 'source.hcl.terraform',
        path: './grammar.json',
      })),
    },
  };
}

/** A grammar that highlights only comments. */
export const standInGrammar = {
  scopeName: 'source.hcl.terraform',
  patterns: [{ name: 'comment.line', match: '#.*$' }],
};
